namespace AsrService.Hosting;

/// <summary>The configuration is wrong; the message tells the operator what to change.</summary>
public sealed class ConfigurationException(string message) : Exception(message);
