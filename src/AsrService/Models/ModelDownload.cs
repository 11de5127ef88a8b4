using System.Net;
using AsrService.Audio.Models;
using AsrService.Outgoing;

namespace AsrService.Models;

/// <summary>Fills a file with a model's bytes, and goes on where it breaks off. What the bytes are worth, their hash must tell.</summary>
internal sealed class ModelDownload(ModelHub hub, KnownModel model, FileStream part, IPullDisplay display, TimeProvider time)
{
    private const int MaxFailures = 5;
    private const int BufferBytes = 128 << 10;

    // For the headers of an answer, and then for each next byte.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    // What an earlier run left says nothing of its version.
    private FileVersion version = new(null, null, model.Bytes);

    /// <summary>Whether the file was put together from several answers, or had bytes before.</summary>
    public bool IsJoined { get; private set; } = part.Length > 0;

    /// <summary>Downloads what is missing.</summary>
    /// <exception cref="PullException">It is not to be had; what has come so far is still in the file, unless it is worth nothing.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Each byte that is new begins the count of failures again: a long download over a bad line breaks off often.
        var (failures, furthest) = (0, part.Length);
        while (part.Length < model.Bytes)
        {
            try
            {
                await AttemptAsync(cancellationToken);
            }
            catch (PullException exception) when (exception.CanPass)
            {
                failures = part.Length > furthest ? 1 : failures + 1;
                furthest = Math.Max(furthest, part.Length);
                var pause = exception.RetryAfter ?? TimeSpan.FromSeconds(1 << (failures - 1));
                if (failures > MaxFailures || pause > LongestPause)
                    throw;

                display.Say($"{exception.Message} Trying again in {pause.TotalSeconds:0} s.");
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    private async Task AttemptAsync(CancellationToken cancellationToken)
    {
        using var response = await WaitAsync(token => hub.GetAsync(model, version, part.Length, token), cancellationToken);
        Take(response);
        if (response.Content.Headers.ContentLength is { } length && length != model.Bytes - part.Length)
            throw new PullException($"{Source} offers {part.Length + length} bytes as {model.Name}, which has {model.Bytes}. Check Asr__Models__Mirror.");

        using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[BufferBytes];
        while (await WaitAsync(token => body.ReadAsync(buffer, token).AsTask(), cancellationToken) is > 0 and var count)
        {
            if (part.Length + count > model.Bytes)
            {
                part.SetLength(0);
                throw new PullException($"{Source} sends more bytes than {model.Name} has, {model.Bytes}. Check Asr__Models__Mirror.");
            }

            await part.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            display.Show(part.Length);
        }

        if (part.Length < model.Bytes)
            throw new PullException($"{Source} broke off.", canPass: true);
    }

    // What of an answer may be written, and where.
    private void Take(HttpResponseMessage response)
    {
        var isRest = part.Length > 0 && version.IsContinuedBy(response, part.Length);
        if (!isRest && response.StatusCode is HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            part.SetLength(0);
            throw new PullException($"{Source} sent another part than the one asked for; what was here of {model.Name} is dropped.", canPass: true);
        }

        if (!isRest && response.StatusCode != HttpStatusCode.OK)
            throw Refusal(response);

        // The whole: the server ignores ranges, or has another version by now.
        if (!isRest)
            part.SetLength(0);
        IsJoined = isRest;
        part.Position = part.Length;
        version = (FileVersion.Of(response) ?? version) with { Length = model.Bytes };
        display.Show(part.Length);
    }

    private PullException Refusal(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var hint = status switch
        {
            404 => " Check Asr__Models__Mirror.",
            >= 300 and < 400 => " It redirects too often, or from https to http.",
            _ => "",
        };
        var after = response.Headers.RetryAfter;
        return new($"{Source} answered {status} for {model.File}.{hint}", canPass: status is >= 500 or 408 or 425 or 429)
        {
            RetryAfter = after?.Delta ?? (after?.Date is { } date && date > time.GetUtcNow() ? date - time.GetUtcNow() : null),
        };
    }

    private async Task<T> WaitAsync<T>(Func<CancellationToken, Task<T>> wait, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await wait(either.Token);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is not HttpRequestError.ResponseEnded)
        {
            throw new PullException($"{Source} cannot be reached: {exception.Message.TrimEnd('.')}.", canPass: true, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new PullException($"{Source} broke off.", canPass: true, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PullException($"{Source} sent nothing for {Patience.TotalSeconds:0} s.", canPass: true, exception);
        }
    }

    private string Source => hub.AddressOf(model).IdnHost;
}
