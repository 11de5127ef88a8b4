namespace AsrService.Core.Jobs;

/// <summary>The names of the wire protocols, as jobs, clients and the command line have them.</summary>
public static class Protocols
{
    /// <summary>A browser posts a recording and polls its task.</summary>
    public const string AsrTask = "asr-task";

    /// <summary>A mobile app posts audio and polls its task.</summary>
    public const string MedVoice = "medvoice";

    /// <summary>Recognition while the user speaks.</summary>
    public const string DeepFinch = "deepfinch";

    /// <summary>Large files by URL.</summary>
    public const string TeleAi = "teleai";

    /// <summary>The server's own API.</summary>
    public const string Native = "native";

    /// <summary>Transcription as OpenAI's clients ask for it.</summary>
    public const string OpenAi = "openai";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [AsrTask, MedVoice, DeepFinch, TeleAi, Native, OpenAi];
}
