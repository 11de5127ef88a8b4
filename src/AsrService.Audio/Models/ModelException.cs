namespace AsrService.Audio.Models;

/// <summary>A model or the native library is missing or damaged; the message names the command that repairs it.</summary>
public sealed class ModelException(string message) : Exception(message);
