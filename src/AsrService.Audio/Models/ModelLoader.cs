using AsrService.Core;
using AsrService.Whisper;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AsrService.Audio.Models;

/// <summary>Loads the native library and models; faults become sentences that say what to do.</summary>
internal sealed class ModelLoader(ModelLocator locator, IOptions<RecognitionOptions> options, ILogger<ModelLoader> log)
{
    private RecognitionOptions Settings => options.Value;

    /// <summary>Loads libwhisper.</summary>
    /// <exception cref="StartUpException">It is missing or damaged.</exception>
    public void LoadLibrary()
    {
        if (Settings.Library.Length == 0)
            throw new StartUpException("Asr__Whisper__Library names no library. Start the server with ./asr serve, which builds libwhisper and sets it.");

        Guarded(() =>
        {
            WhisperLibrary.Load(Settings.Library, Log);
            return true;
        });
    }

    /// <summary>Loads a model and has it compute once.</summary>
    /// <param name="name">Its name or, for the configured one, its path.</param>
    /// <param name="alignsTokens">Whether it is to tell the times of words.</param>
    /// <exception cref="StartUpException">It is missing or damaged.</exception>
    public LoadedModel Load(string name, bool alignsTokens)
    {
        var path = locator.Locate(name);
        var model = Guarded(() => new LoadedModel(
            name,
            alignsTokens,
            WhisperFactory.FromPath(path, new WhisperFactoryOptions { AlignTokens = alignsTokens, FlashAttention = Settings.FlashAttention switch { Toggle.On => true, Toggle.Off => false, _ => null } })));

        // The first computation touches all weights; no caller should wait for that. It need not see the whole window.
        var shortest = new WhisperOptions { Language = model.Factory.Languages[0], Threads = Settings.EffectiveThreads, MaxTokens = 1, AudioContext = 64 };
        using var processor = model.Factory.CreateBuilder().WithOptions(shortest).Build();
        processor.Process(new float[WhisperProcessor.SampleRate]);
        log.LogInformation("Model {Model} is loaded{Words}", name, model.Factory.AlignsTokens ? ", with times of words" : "");
        return model;
    }

    private static T Guarded<T>(Func<T> load)
    {
        try
        {
            return load();
        }
        catch (WhisperModelException exception)
        {
            throw new StartUpException($"{exception.Message} Give another Asr__Whisper__Model.");
        }
        catch (WhisperException exception)
        {
            throw new StartUpException($"{exception.Message} ./asr setup builds the library anew; one of your own must be version 1.9.1.");
        }
    }

    private void Log(WhisperLogLevel level, string message)
    {
        if (level == WhisperLogLevel.Error)
            log.LogError("whisper.cpp: {Message}", message);
        else
            log.LogDebug("whisper.cpp: {Message}", message);
    }
}
