namespace AsrService.Whisper;

/// <summary>A model file is missing, damaged or not of the expected kind; the message says what is wrong with it.</summary>
public sealed class WhisperModelException : WhisperException
{
    /// <summary>Creates the exception without a message.</summary>
    public WhisperModelException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong with which file, as a sentence.</param>
    public WhisperModelException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What is wrong with which file, as a sentence.</param>
    /// <param name="innerException">The cause.</param>
    public WhisperModelException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
