namespace AsrService.Outgoing;

/// <summary>The body of a download, within its limits. Where it breaks off, it goes on if the other server allows it. It is read asynchronously only.</summary>
internal sealed class DownloadStream : Stream
{
    private const int MaxResumptions = 5;

    private readonly DownloadLimits limits;
    private readonly Func<long, CancellationToken, Task<HttpResponseMessage?>>? resume;
    private HttpResponseMessage response;
    private Stream body;
    private long position;
    private int resumptions;

    /// <summary>Reads an answer.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="body">Its body.</param>
    /// <param name="limits">What the whole download may use.</param>
    /// <param name="resume">Asks for what follows a position, and gives null when it is not to be had; null where that is of no use.</param>
    public DownloadStream(HttpResponseMessage response, Stream body, DownloadLimits limits, Func<long, CancellationToken, Task<HttpResponseMessage?>>? resume)
    {
        (this.response, this.body, this.limits, this.resume) = (response, body, limits, resume);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                var count = await limits.ReadAsync(body, buffer, cancellationToken);
                position += count;
                return count;
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException)
            {
                await ResumeAsync(exception, cancellationToken);
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            response.Dispose();
        base.Dispose(disposing);
    }

    private async Task ResumeAsync(Exception broken, CancellationToken cancellationToken)
    {
        while (resume is not null && resumptions++ < MaxResumptions)
        {
            try
            {
                if (await resume(position, cancellationToken) is not { } rest)
                    break;

                response.Dispose();
                (response, body) = (rest, await rest.Content.ReadAsStreamAsync(cancellationToken));
                return;
            }
            catch (DownloadException exception) when (exception.Fault == DownloadFault.Unreachable)
            {
                // Whoever has just broken off may be away for a moment.
            }
        }

        throw new DownloadException(DownloadFault.Unreachable, "The download broke off.", broken);
    }
}
