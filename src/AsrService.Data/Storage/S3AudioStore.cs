using System.Runtime.CompilerServices;
using Amazon.S3.Model;
using AsrService.Core.Jobs;

namespace AsrService.Data.Storage;

/// <summary>Audio as objects in a bucket that all nodes share; what arrives and what is read lies in the node's spool meanwhile.</summary>
internal sealed class S3AudioStore(S3Bucket bucket, S3Options options, Spool spool) : IAudioStore
{
    private const string Sha256 = "x-amz-meta-sha256";

    public bool HasRoom => spool.HasRoom;

    public async Task<StoredAudio> SaveAsync(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        await using var upload = await spool.WriteAsync(content, maxBytes, cancellationToken);
        var key = AudioKey.Of(upload.Name);
        var request = new PutObjectRequest
        {
            BucketName = bucket.Name,
            Key = options.Prefix + key,
            FilePath = upload.Path,
            ContentType = "application/octet-stream",

            // One plain body, whose hash stands in the signed headers: a server refuses what does not match.
            UseChunkEncoding = false,
            ChecksumSHA256 = Convert.ToBase64String(upload.Sha256),
            Metadata = { [Sha256] = Convert.ToHexString(upload.Sha256) },
        };
        try
        {
            await bucket.CallAsync((client, token) => client.PutObjectAsync(request, token), upload.Bytes, cancellationToken);
        }
        catch
        {
            await TryDeleteAsync(key);
            throw;
        }

        return new StoredAudio(key, upload.Bytes, upload.Sha256);
    }

    public async Task<IAudioFile> OpenAsync(string key, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest { BucketName = bucket.Name, Key = options.Prefix + key };
        using var answer = await bucket.CallAsync((client, token) => client.GetObjectAsync(request, token), 0, cancellationToken);
        var file = await bucket.CallAsync(
            (_, token) => spool.WriteAsync(answer.ResponseStream, long.MaxValue, token), answer.ContentLength, cancellationToken);
        if (IsWhole(file, answer))
            return file;

        await file.DisposeAsync();
        throw new IOException($"The audio {key} did not arrive from the bucket {bucket.Name} as it was stored.");
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var request = new DeleteObjectRequest { BucketName = bucket.Name, Key = options.Prefix + key };
        return bucket.CallAsync((client, token) => client.DeleteObjectAsync(request, token), 0, cancellationToken);
    }

    public async IAsyncEnumerable<StoredBlob> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = bucket.Name, Prefix = options.Prefix };
        ListObjectsV2Response page;
        do
        {
            page = await bucket.CallAsync((client, token) => client.ListObjectsV2Async(request, token), 0, cancellationToken);
            foreach (var found in page.S3Objects ?? [])
            {
                if (found.Key[options.Prefix.Length..] is var key && AudioKey.IsKey(key))
                    yield return new StoredBlob(key, new(found.LastModified!.Value.ToUniversalTime()));
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    // Audio that somebody else brought into the bucket has no hash.
    private static bool IsWhole(SpoolFile file, GetObjectResponse answer) =>
        file.Bytes == answer.ContentLength
        && (answer.Metadata[Sha256] is not { } hash || hash == Convert.ToHexString(file.Sha256));

    // The object may be there although its answer was lost. One that stays is for the sweep of audio that no job knows.
    private async Task TryDeleteAsync(string key)
    {
        try
        {
            await DeleteAsync(key, CancellationToken.None);
        }
        catch (IOException)
        {
        }
    }
}
