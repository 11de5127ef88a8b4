namespace AsrService.Benchmarks.Wer;

/// <summary>Errors in a text or in many.</summary>
/// <param name="Errors">Insertions, deletions and substitutions.</param>
/// <param name="Length">Words or characters of the reference.</param>
internal readonly record struct ErrorRate(int Errors, int Length)
{
    /// <summary>Errors in percent of the reference's length; more than 100 where much is invented.</summary>
    public double Percent => Length == 0 ? 0 : 100.0 * Errors / Length;

    /// <summary>The rate of several texts together, in which long ones weigh more.</summary>
    public static ErrorRate operator +(ErrorRate a, ErrorRate b) => new(a.Errors + b.Errors, a.Length + b.Length);
}
