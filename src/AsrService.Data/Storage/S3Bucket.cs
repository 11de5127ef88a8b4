using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using AsrService.Core.Jobs;

namespace AsrService.Data.Storage;

/// <summary>Calls to the configured bucket: they end in time, and fail with a sentence that names it.</summary>
internal sealed class S3Bucket : IDisposable
{
    // For an answer; what a slow line needs comes on top.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private const long SlowestBytesPerSecond = 1 << 20;

    private readonly AmazonS3Client client;

    public S3Bucket(S3Options options)
    {
        Name = options.Bucket;
        Address = options.Address;
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.PathStyle ?? options.Endpoint.Length > 0,
            ConnectTimeout = TimeSpan.FromSeconds(10),

            // Checksums that the library would add in its own way, which many servers do not understand; ours are in the requests.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint.Length > 0)
            (config.ServiceURL, config.AuthenticationRegion) = (options.Endpoint, options.Region);
        else
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        client = new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config);
    }

    public string Name { get; }

    private string Address { get; }

    /// <summary>Makes a call that moves about so many bytes.</summary>
    /// <exception cref="FileNotFoundException">The bucket has no such object.</exception>
    /// <exception cref="IOException">The call failed.</exception>
    public async Task<T> CallAsync<T>(Func<IAmazonS3, CancellationToken, Task<T>> call, long bytes, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience + TimeSpan.FromSeconds(bytes / SlowestBytesPerSecond));
        try
        {
            return await call(client, deadline.Token);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested)
        {
            // The library does not always say so.
            throw new OperationCanceledException(null, exception, cancellationToken);
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchKey")
        {
            throw new FileNotFoundException($"The audio is not in the bucket {Name} at {Address}.", exception);
        }
        catch (Exception exception) when (exception is (not IOException) or HttpIOException)
        {
            throw new IOException($"The bucket {Name} at {Address} cannot be used: {Reason(exception)}.", exception);
        }
    }

    public void Dispose() => client.Dispose();

    private static string Reason(Exception exception) => exception switch
    {
        AmazonS3Exception { ErrorCode.Length: > 0 } answer => answer.Message.TrimEnd('.'),
        OperationCanceledException => "no answer in time",
        BrokenUploadException { InnerException: { } reading } => reading.Message.TrimEnd('.'),
        _ => exception.GetBaseException().Message.TrimEnd('.'),
    };
}
