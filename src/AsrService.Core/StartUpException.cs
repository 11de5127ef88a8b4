namespace AsrService.Core;

/// <summary>The installation is wrong, so the server cannot start.</summary>
/// <param name="message">A sentence for the operator that says what to do.</param>
public sealed class StartUpException(string message) : Exception(message);
