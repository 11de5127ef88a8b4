using Amazon.S3.Model;
using AsrService.Core;
using Microsoft.Extensions.Hosting;

namespace AsrService.Data.Storage;

/// <summary>Looks into the bucket once: settings that are wrong stop the start and not the first upload.</summary>
internal sealed class S3BucketCheck(S3Bucket bucket, S3Options options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var request = new ListObjectsV2Request { BucketName = bucket.Name, Prefix = options.Prefix, MaxKeys = 1 };
            await bucket.CallAsync((client, token) => client.ListObjectsV2Async(request, token), 0, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new StartUpException($"{exception.Message} Check the settings Asr__Storage__S3__…, and that the server runs.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
