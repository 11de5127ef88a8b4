namespace AsrService.Audio.Segmentation;

/// <summary>Decides frame by frame whether somebody speaks.</summary>
internal sealed class SpeechDetector
{
    /// <summary>Frames in a row that make speech, 0.1 s: a click is shorter, a word is not.</summary>
    public const int Onset = 3;

    // Silero's own hysteresis (silero-vad, utils_vad.py), a little more willing: what is kept needlessly costs time, what is
    // dropped wrongly is lost.
    private const float Enter = 0.4f;
    private const float Leave = 0.25f;

    private bool isSpeaking;

    /// <summary>How many frames in a row have been likely speech.</summary>
    public int Run { get; private set; }

    /// <summary>Takes the next frame.</summary>
    /// <param name="probability">Probability that it is speech, 0 to 1.</param>
    /// <returns>Whether somebody speaks; it is noticed at the last frame of the onset.</returns>
    public bool Add(float probability)
    {
        Run = probability >= Enter ? Run + 1 : 0;
        isSpeaking = isSpeaking ? probability >= Leave : Run >= Onset;
        return isSpeaking;
    }
}
