using AsrService.Audio.Models;
using AsrService.Outgoing;

namespace AsrService.Models;

/// <summary>The server that models are fetched from: the public hub, or the operator's mirror of it.</summary>
internal sealed class ModelHub(ModelOptions options) : IDisposable
{
    private const string TinyDiarize = "small.en-tdrz";
    private const string TinyDiarizeHub = "https://huggingface.co/akashmjn/tinydiarize-whisper.cpp/resolve/main/";

    // Not through OutgoingHttp, whose guard is against URLs of strangers. This one is the operator's own setting, as the
    // database's address is: it may well be on this machine or in the intranet, or be reached through a proxy of the
    // environment's (HTTPS_PROXY, NO_PROXY), and only a command calls it, never a request. Redirects are followed, as the hub's
    // lead to its storage, but never from https to http.
    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        MaxAutomaticRedirections = 5,
        UseCookies = false,
        MaxResponseDrainSize = 0,
        ActivityHeadersPropagator = null,
    });

    /// <summary>Whether nothing may be fetched.</summary>
    public bool IsOffline => options.Offline;

    /// <summary>Where a model is.</summary>
    public Uri AddressOf(KnownModel model)
    {
        // One model is published elsewhere; a mirror has them all in one place.
        var place = options.Mirror == ModelOptions.Hub && model.Name == TinyDiarize ? TinyDiarizeHub : options.Mirror;
        return new Uri($"{place.TrimEnd('/')}/{model.File}");
    }

    /// <summary>Asks for a model, or for the rest of it, and returns as soon as the headers of the answer are here.</summary>
    /// <param name="model">The model.</param>
    /// <param name="version">What is known of the version that the rest is asked of.</param>
    /// <param name="position">Where the rest begins; 0 for the whole.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="HttpRequestException">There is no answer.</exception>
    public async Task<HttpResponseMessage> GetAsync(KnownModel model, FileVersion version, long position, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(model));
        request.Headers.UserAgent.ParseAdd("AsrService");
        if (position > 0)
            version.AskFor(request, position);
        return await http.SendAsync(request, cancellationToken);
    }

    public void Dispose() => http.Dispose();
}
