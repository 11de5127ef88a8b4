using AsrService.Audio.Models;
using AsrService.Core;
using AsrService.Hosting;

namespace AsrService.Commands;

/// <summary>The models that are known or here, and where they lie.</summary>
internal sealed class ModelStore(AsrOptions options)
{
    public ModelLocator Locator { get; } = new(options.ModelsDirectory);

    /// <summary>All models that a request may ask for once they are here: the known ones, then the operator's own.</summary>
    public IReadOnlyList<ModelEntry> List() =>
    [
        .. KnownModel.Recognisers.Select(known => Entry(known.Name, known.Bytes, known.Sha256)),
        .. Locator.Names.Except(KnownModel.Recognisers.Select(known => known.Name)).Select(name => Entry(name, new FileInfo(Locator.PathOf(name)).Length, null)),
    ];

    /// <summary>A known model by its name.</summary>
    /// <exception cref="StartUpException">There is none; the message tells the nearest.</exception>
    public static KnownModel Known(string name) =>
        KnownModel.Recognisers.FirstOrDefault(model => model.Name == name) ?? throw Unknown(name, KnownModel.Recognisers.Select(model => model.Name));

    /// <summary>A model that is here.</summary>
    /// <exception cref="StartUpException">It is unknown, or not here.</exception>
    public ModelEntry Present(string name)
    {
        var entries = List();
        var entry = entries.FirstOrDefault(model => model.Name == name) ?? throw Unknown(name, entries.Select(model => model.Name));
        return entry.State != ModelState.Absent ? entry : throw new StartUpException($"The model {name} is not here. To fetch it: ./asr models pull {name}");
    }

    private ModelEntry Entry(string name, long bytes, string? sha256)
    {
        var path = Locator.PathOf(name);
        var file = new FileInfo(path);
        var state = !file.Exists ? ModelState.Absent : file.Length == bytes ? ModelState.Present : ModelState.Damaged;
        return new(name, bytes, KnownModel.IsEnglishOnly(name) ? "English" : "many", state, name == options.Whisper.Model, path, sha256);
    }

    private static StartUpException Unknown(string name, IEnumerable<string> names) =>
        new($"There is no model called {name}. Did you mean {names.MinBy(known => EditDistance.Between(known, name))}? ./asr models list shows all.");
}
