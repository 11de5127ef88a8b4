using System.Diagnostics;
using AsrService.Core.Recognition;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AsrService.Benchmarks.Engine;

/// <summary>Puts <see cref="NothingDecoder"/> and <see cref="NothingTranscriber"/> into the product's host while it is built; all else stays as it is.</summary>
internal sealed class NothingHost(string gate) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting")
            value.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is not { Key: "HostBuilding", Value: IHostBuilder host })
            return;

        host.ConfigureServices(services => services
            .AddSingleton<IAudioDecoder>(new NothingDecoder(gate))
            .AddSingleton<ITranscriber, NothingTranscriber>());
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
