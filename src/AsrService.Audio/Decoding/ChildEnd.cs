using AsrService.Core.Recognition;

namespace AsrService.Audio.Decoding;

/// <summary>How an FFmpeg program ended.</summary>
/// <param name="ExitCode">0 is success; 128 + n means that signal n killed it.</param>
/// <param name="Error">What it said on standard error, shortened.</param>
internal sealed record ChildEnd(int ExitCode, string Error)
{
    private const int Killed = 128 + 9;

    // What C and C++ say of memory that the kernel refuses.
    private static readonly string[] OutOfMemory = ["Cannot allocate memory", "bad_alloc"];

    public bool Succeeded => ExitCode == 0;

    private bool StruckLimit =>
        ExitCode == Killed || (!Succeeded && OutOfMemory.Any(words => Error.Contains(words, StringComparison.Ordinal)));

    /// <summary>Makes of a limit that struck what the job is told.</summary>
    /// <exception cref="AudioException">The program used up its <see cref="ChildLimits"/>.</exception>
    public void ThrowIfLimitStruck()
    {
        if (StruckLimit)
            throw new AudioException("The recording takes more memory or computing time to decode than this server allows.");
    }
}
