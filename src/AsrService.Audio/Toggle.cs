namespace AsrService.Audio;

/// <summary>A setting that the server can decide for itself.</summary>
internal enum Toggle
{
    /// <summary>What was measured to be better.</summary>
    Auto,

    /// <summary>On.</summary>
    On,

    /// <summary>Off.</summary>
    Off,
}
