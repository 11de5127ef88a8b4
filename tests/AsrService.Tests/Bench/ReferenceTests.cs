using AsrService.Benchmarks;
using AsrService.Benchmarks.Wer;

namespace AsrService.Tests.Bench;

public sealed class ReferenceTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public ReferenceTests() => directory.Write("a.wav", "");

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Relative_paths_start_at_the_table()
    {
        var reference = Assert.Single(Load("\na.wav\t Hello there. \n\n"));

        Assert.Equal(directory.File("a.wav"), reference.File.FullName);
        Assert.Equal("Hello there.", reference.Text);
    }

    [Theory]
    [InlineData("a.wav\tHello\na.wav\n", "Line 2")]
    [InlineData("a.wav\t\n", "Line 1")]
    [InlineData("a.wav\t...\n", "Line 1")]
    [InlineData("b.wav\tHello\n", "b.wav in line 1")]
    [InlineData("\n", "names no recordings")]
    public void What_is_wrong_with_a_table_is_said_with_its_line(string table, string expected) =>
        Assert.Contains(expected, Assert.Throws<BenchmarkException>(() => Load(table)).Message);

    private IReadOnlyList<Reference> Load(string table) => Reference.Load(new FileInfo(directory.Write("refs.tsv", table)));
}
