namespace AsrService.Core.Jobs;

/// <summary>An upload is larger than the server takes.</summary>
public sealed class AudioTooLargeException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="maxBytes">The limit.</param>
    public AudioTooLargeException(long maxBytes)
        : base($"The file is larger than this server accepts ({maxBytes} bytes).")
    {
    }
}
