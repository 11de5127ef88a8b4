using AsrService.Audio.Decoding;
using AsrService.Audio.Models;
using AsrService.Audio.Recognition;
using AsrService.Audio.Sessions;
using AsrService.Audio.Text;
using AsrService.Core.Recognition;
using AsrService.Core.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AsrService.Audio;

/// <summary>Decoding and recognition.</summary>
public static class AudioServiceCollectionExtensions
{
    // A request gets a core at once even when all of them are busy.
    private const int RecordingNiceness = 10;

    /// <summary>Registers the decoder and the Whisper pipeline.</summary>
    /// <param name="services">The services; <see cref="AudioOptions"/>, <see cref="RecognitionOptions"/> and <see cref="TextOptions"/> are configured by the host.</param>
    /// <param name="modelsDirectory">Where models lie; empty for the user's cache.</param>
    /// <param name="isWorker">Whether the model and ICU are loaded when the host starts.</param>
    public static IServiceCollection AddAsrRecognition(this IServiceCollection services, string? modelsDirectory, bool isWorker)
    {
        services.AddSingleton(new ModelLocator(modelsDirectory));
        services.AddSingleton<ModelLoader>().AddSingleton<ModelHost>();
        services.AddSingleton(provider => new ComputePool(Settings(provider).EffectiveWindows, RecordingNiceness, "recognition"));
        services.AddSingleton(provider => Settings(provider).Defaults);
        services.AddSingleton<ChineseScriptConverter>().AddSingleton<ChineseWords>();
        if (isWorker)
        {
            services.AddHostedService<FfmpegCheckService>();
            services.AddHostedService(provider => provider.GetRequiredService<ChineseScriptConverter>());
            services.AddHostedService(provider => provider.GetRequiredService<ModelHost>());
        }

        services.AddSingleton<FfmpegDecoder>();
        services.AddSingleton<IAudioDecoder>(provider => provider.GetRequiredService<FfmpegDecoder>());
        services.AddSingleton<ITranscriber, WhisperTranscriber>();
        services.AddSingleton(provider => new SessionThreads(Settings(provider).EffectiveWindows));
        services.AddSingleton<SentenceRecogniser>();
        services.AddSingleton<ISpeechListeners, SpeechListeners>();
        return services;
    }

    private static RecognitionOptions Settings(IServiceProvider provider) => provider.GetRequiredService<IOptions<RecognitionOptions>>().Value;
}
