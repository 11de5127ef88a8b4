namespace AsrService.Data.Cluster;

/// <summary>The private PostgreSQL cluster could not be made or started; the message says what to do.</summary>
public sealed class ClusterException(string message) : Exception(message);
