namespace AsrService.Core.Recognition;

/// <summary>The audio cannot be transcribed; trying again would not help.</summary>
public sealed class AudioException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">A sentence that the person who sent the audio understands; shown to callers.</param>
    public AudioException(string message)
        : base(message)
    {
    }
}
