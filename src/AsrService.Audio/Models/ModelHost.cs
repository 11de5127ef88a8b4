using AsrService.Core;
using AsrService.Core.Recognition;
using AsrService.Whisper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AsrService.Audio.Models;

/// <summary>
/// Keeps models in memory: the configured one from start to end, others from the first job that asks for them until none
/// has for <see cref="RecognitionOptions.UnloadAfter"/>.
/// </summary>
internal sealed class ModelHost(
    ModelLoader loader, ModelLocator locator, IOptions<RecognitionOptions> options, TimeProvider time, ILogger<ModelHost> log)
    : IHostedService, IDisposable
{
    private readonly Lock gate = new();
    private readonly List<LoadedModel> models = [];
    private readonly SemaphoreSlim loading = new(1);
    private LoadedModel? configured;
    private ITimer? sweep;

    /// <summary>Whether the configured model is loaded and has computed once.</summary>
    public bool IsWarm => configured is not null;

    /// <summary>Path of the voice activity detector's model.</summary>
    public string VadPath { get; private set; } = "";

    private RecognitionOptions Settings => options.Value;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        loader.LoadLibrary();
        var model = loader.Load(Settings.Model, Settings.WordTimestamps);
        VadPath = locator.Locate(ModelLocator.VadName);
        models.Add(model);
        if (Settings.Language != WhisperOptions.AutoLanguage && !model.Factory.Languages.Contains(Settings.Language))
            throw new StartUpException($"The model {Settings.Model} does not know the language {Settings.Language} of Asr__Whisper__Language.");

        configured = model;
        sweep = time.CreateTimer(_ => ReleaseUnused(), null, Settings.UnloadAfter, Settings.UnloadAfter / 2);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A model for a job; loads it if need be, which with a large one takes seconds.</summary>
    /// <param name="name">Its name; null for the configured one.</param>
    /// <param name="alignsTokens">Whether the times of words are wanted.</param>
    /// <param name="cancellationToken">Stops waiting for another job's model to be loaded.</param>
    /// <returns>The model; it stays in memory until the lease is disposed.</returns>
    /// <exception cref="AudioException">There is no such model here.</exception>
    public async Task<ModelLease> RentAsync(string? name, bool alignsTokens, CancellationToken cancellationToken)
    {
        name ??= Settings.Model;
        if (name != Settings.Model && !locator.Has(name))
            throw new AudioException($"This server has no model called {name}.");

        if (Find(name, alignsTokens) is { } loaded)
            return loaded;

        // One at a time: two jobs that ask for the same model must not load it twice.
        await loading.WaitAsync(cancellationToken);
        try
        {
            return Find(name, alignsTokens) ?? Add(await Task.Run(() => loader.Load(name, alignsTokens), CancellationToken.None));
        }
        catch (StartUpException exception)
        {
            log.LogError(exception, "The model {Model} could not be loaded", name);
            throw new AudioException($"The model {name} is damaged on this server.");
        }
        finally
        {
            loading.Release();
        }
    }

    public void Dispose()
    {
        sweep?.Dispose();
        lock (gate)
            models.ForEach(model => model.Dispose());
    }

    private ModelLease? Find(string name, bool alignsTokens)
    {
        lock (gate)
        {
            // A model that tells the times of words does for everybody; the other may be the one that there is no room for.
            var found = models.Where(model => model.Name == name && (!alignsTokens || model.IsAligned))
                .OrderBy(model => model.IsAligned)
                .FirstOrDefault();
            return found is null ? null : Lease(found);
        }
    }

    private ModelLease Add(LoadedModel model)
    {
        lock (gate)
        {
            models.Add(model);
            return Lease(model);
        }
    }

    private ModelLease Lease(LoadedModel model)
    {
        model.Users++;
        return new ModelLease(model, Release);
    }

    private void Release(LoadedModel model)
    {
        lock (gate)
        {
            model.Users--;
            model.LastUsed = time.GetUtcNow();
        }
    }

    private void ReleaseUnused()
    {
        lock (gate)
        {
            var before = time.GetUtcNow() - Settings.UnloadAfter;
            foreach (var model in models.Where(model => model != configured && model.Users == 0 && model.LastUsed <= before).ToList())
            {
                models.Remove(model);
                model.Dispose();
                log.LogInformation("Model {Model} is released: no job has used it for {Time}", model.Name, Settings.UnloadAfter);
            }
        }
    }
}
