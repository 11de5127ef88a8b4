namespace AsrService.Audio.Models;

/// <summary>Keeps a model in memory while a job uses it.</summary>
internal sealed class ModelLease(LoadedModel model, Action<LoadedModel> release) : IDisposable
{
    public LoadedModel Model => model;

    public void Dispose() => release(model);
}
