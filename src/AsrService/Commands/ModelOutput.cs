using System.Text.Json;
using System.Text.Json.Serialization;
using AsrService.Models;
using Spectre.Console;

namespace AsrService.Commands;

/// <summary>How models are printed: for people, or as JSON for programs.</summary>
internal static class ModelOutput
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Prints models.</summary>
    /// <param name="models">The models.</param>
    /// <param name="configured">The configured one: a name, or a path.</param>
    /// <param name="asJson">Whether a program reads it.</param>
    public static void List(IReadOnlyList<ModelEntry> models, string configured, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(models, Format));
            return;
        }

        // In a file or a pipe, lines are not cut to the width of a terminal that is not there.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 200;
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Name", "Size", "Languages", "Here", "");
        table.Columns[1].RightAligned();
        foreach (var model in models)
        {
            var here = model.State switch { ModelState.Present => "yes", ModelState.Damaged => "damaged", _ => "" };
            table.AddRow(Markup.Escape(model.Name), ByteSize.Of(model.Bytes), model.Languages, here, model.IsConfigured ? "configured" : "");
        }

        AnsiConsole.Write(table);
        if (!models.Any(model => model.IsConfigured))
            Console.WriteLine($"The configured model is {configured}.");
    }
}
