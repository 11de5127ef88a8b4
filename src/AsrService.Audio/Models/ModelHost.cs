using AsrService.Core;
using AsrService.Whisper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AsrService.Audio.Models;

/// <summary>Loads the native library and the model when the host starts and keeps them until it stops.</summary>
internal sealed class ModelHost(ModelLocator locator, IOptions<RecognitionOptions> options, ILoggerFactory logs) : IHostedService, IDisposable
{
    private readonly ILogger log = logs.CreateLogger<ModelHost>();
    private WhisperFactory? factory;

    /// <summary>Whether the model is loaded and has computed once.</summary>
    public bool IsWarm { get; private set; }

    /// <summary>The loaded model.</summary>
    public WhisperFactory Factory => factory ?? throw new InvalidOperationException("No model is loaded on this node.");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var path = locator.Locate(settings.Model);
        try
        {
            if (settings.Library.Length == 0)
                throw new StartUpException("Asr__Whisper__Library names no library. Start the server with ./asr serve, which builds libwhisper and sets it.");

            WhisperLibrary.Load(settings.Library, Log);
            factory = WhisperFactory.FromPath(path);
            if (settings.Language != WhisperOptions.AutoLanguage && !factory.Languages.Contains(settings.Language))
                throw new StartUpException($"The model {settings.Model} does not know the language {settings.Language} of Asr__Whisper__Language.");

            WarmUp(settings.EffectiveThreads);
        }
        catch (WhisperModelException exception)
        {
            throw new StartUpException($"{exception.Message} Give another Asr__Whisper__Model.");
        }
        catch (WhisperException exception)
        {
            throw new StartUpException($"{exception.Message} ./asr setup builds the library anew; one of your own must be version 1.9.1.");
        }

        log.LogInformation("Model {Model} is loaded, {Threads} threads per job", settings.Model, settings.EffectiveThreads);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => factory?.Dispose();

    // The first computation touches all weights and allocates the buffers; no caller should wait for that.
    private void WarmUp(int threads)
    {
        using var processor = Factory.CreateBuilder().WithLanguage(factory!.Languages[0]).WithThreads(threads).WithMaxTokens(1).Build();
        processor.Process(new float[WhisperProcessor.SampleRate]);
        IsWarm = true;
    }

    private void Log(WhisperLogLevel level, string message)
    {
        if (level == WhisperLogLevel.Error)
            log.LogError("whisper.cpp: {Message}", message);
        else
            log.LogDebug("whisper.cpp: {Message}", message);
    }
}
