using System.Buffers;
using System.Globalization;
using System.Text;

namespace AsrService.IntegrationTests.Infrastructure;

/// <summary>A file of all that the servers of a test run log, in this process and as processes, to be searched for what must not be there.</summary>
internal sealed class RunLog : IDisposable
{
    private const int Shown = 200;

    private readonly string file = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"asr-test-{Environment.ProcessId}-{Guid.NewGuid():N}.log"));
    private readonly TextWriter writer;

    public RunLog() => writer = TextWriter.Synchronized(new StreamWriter(file));

    /// <summary>That of this run.</summary>
    public static RunLog Current { get; } = new();

    public void Write(string text) => writer.WriteLine(text);

    /// <summary>The places where something of <paramref name="secrets"/> stands; the file is kept where there are any.</summary>
    public IReadOnlyList<string> Leaks(IReadOnlyCollection<string> secrets)
    {
        writer.Flush();
        var search = SearchValues.Create([.. secrets], StringComparison.OrdinalIgnoreCase);
        return [.. ReadLines().Where(line => line.AsSpan().ContainsAny(search)).Select(line => line[..Math.Min(line.Length, Shown)])];
    }

    /// <summary>The same for the secrets of this run, as a failure that names file and places.</summary>
    public void AssertClean()
    {
        if (Leaks(Secrets.All) is { Count: > 0 } leaks)
            Assert.Fail($"{leaks.Count} lines of {file} hold a secret or the content of a recording:\n{string.Join('\n', leaks.Take(10))}");
    }

    public void Dispose()
    {
        writer.Dispose();
        File.Delete(file);
    }

    private IEnumerable<string> ReadLines()
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
