namespace AsrService.Whisper;

/// <summary>libwhisper could not be loaded or has failed; the message is a sentence fit for a log or an operator.</summary>
public class WhisperException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public WhisperException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, as a sentence.</param>
    public WhisperException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What failed, as a sentence.</param>
    /// <param name="innerException">The cause.</param>
    public WhisperException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
