namespace AsrService.Benchmarks.Wer;

/// <summary>What was recognised in a recording.</summary>
/// <param name="Reference">The recording and what is said in it.</param>
/// <param name="Server">What the server heard.</param>
/// <param name="WhisperCli">What whisper-cli heard.</param>
internal sealed record Hypothesis(Reference Reference, string Server, string WhisperCli)
{
    /// <summary>Writes hypotheses as a table, to be read or scored by other means.</summary>
    public static Task SaveAsync(string path, IEnumerable<Hypothesis> hypotheses, CancellationToken cancellationToken) => File.WriteAllLinesAsync(
        path,
        ["path\treference\tserver\twhisper-cli", .. hypotheses.Select(h => string.Join('\t', h.Reference.File.FullName, h.Reference.Text, Cell(h.Server), Cell(h.WhisperCli)))],
        cancellationToken);

    private static string Cell(string text) => text.Replace('\t', ' ').ReplaceLineEndings(" ");
}
