namespace AsrService.Benchmarks.Wer;

/// <summary>A recording and what is said in it.</summary>
/// <param name="File">The recording.</param>
/// <param name="Text">Every word of it.</param>
internal sealed record Reference(FileInfo File, string Text)
{
    /// <summary>Reads a table of recordings.</summary>
    /// <param name="table">A line for each: path, tab, text. Relative paths start at the table.</param>
    /// <exception cref="BenchmarkException">A line has no text, or its recording is missing.</exception>
    public static IReadOnlyList<Reference> Load(FileInfo table)
    {
        var references = ReadLines(table).ToList();
        return references.Count > 0 ? references : throw new BenchmarkException($"{table.Name} names no recordings; a line is a path, a tab and the text.");
    }

    private static IEnumerable<Reference> ReadLines(FileInfo table)
    {
        foreach (var (number, line) in System.IO.File.ReadLines(table.FullName).Index())
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;

            var columns = line.Split('\t');
            if (columns.Length < 2 || TextNormaliser.Normalise(columns[1]).Length == 0)
                throw new BenchmarkException($"Line {number + 1} of {table.Name} has no text after the path and a tab.");

            var file = new FileInfo(Path.Combine(table.DirectoryName!, columns[0].Trim()));
            if (!file.Exists)
                throw new BenchmarkException($"The recording {file.FullName} in line {number + 1} of {table.Name} does not exist.");
            yield return new Reference(file, columns[1].Trim());
        }
    }
}
