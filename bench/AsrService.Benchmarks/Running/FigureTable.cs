using System.Globalization;
using Spectre.Console;

namespace AsrService.Benchmarks.Running;

/// <summary>A table with a line for each figure, which are noted as well.</summary>
internal sealed class FigureTable(Figures figures)
{
    private readonly Table table = new Table().Border(TableBorder.Simple)
        .AddColumn("figure").AddColumn(new TableColumn("seen").RightAligned()).AddColumn(new TableColumn("target").RightAligned());

    /// <summary>Adds a line.</summary>
    /// <param name="what">The figure, with its unit.</param>
    /// <param name="seen">Its value; null where this machine cannot count it.</param>
    /// <param name="format">How its value is written.</param>
    /// <param name="target">What is aimed at.</param>
    public void Add(string what, double? seen, string format = "0", string target = Figures.NoTarget)
    {
        var text = seen?.ToString(format, CultureInfo.InvariantCulture) ?? "not counted";
        table.AddRow(new Text(what), new Text(text), new Text(target));
        figures.Note(what, text, target);
    }

    /// <summary>Adds the 50, 95 and 99 % of many times.</summary>
    /// <param name="what">What took these times, with the unit.</param>
    /// <param name="times">The times, in any order.</param>
    /// <param name="target50">What half of them should be below.</param>
    /// <param name="target99">What nearly all of them should be below.</param>
    public void AddQuantiles(string what, IEnumerable<double> times, string target50 = Figures.NoTarget, string target99 = Figures.NoTarget)
    {
        var sorted = times.Order().ToList();
        Add($"{what}, 50 %", Quantiles.Of(sorted, 50), "0.0", target50);
        Add($"{what}, 95 %", Quantiles.Of(sorted, 95), "0.0");
        Add($"{what}, 99 %", Quantiles.Of(sorted, 99), "0.0", target99);
    }

    /// <summary>Prints it, unless it is empty.</summary>
    public void Print()
    {
        if (table.Rows.Count > 0)
            AnsiConsole.Write(table);
    }
}
