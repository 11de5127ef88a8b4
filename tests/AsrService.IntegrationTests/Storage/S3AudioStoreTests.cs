using AsrService.Core.Jobs;
using AsrService.Data.Storage;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.Configuration;

namespace AsrService.IntegrationTests.Storage;

public sealed class S3AudioStoreTests : AudioStoreContract
{
    // A listing tells no more than this many at once.
    private const int Page = 1000;

    private readonly S3Server server = new();
    private readonly S3Options options;
    private readonly S3Bucket bucket;

    public S3AudioStoreTests()
    {
        var settings = server.Settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value));
        options = new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection("Asr:Storage:S3").Get<S3Options>()!;
        bucket = new S3Bucket(options);
    }

    private protected override IAudioStore Store => new S3AudioStore(bucket, options, Spool);

    [Fact]
    public async Task Objects_with_other_names_are_not_listed()
    {
        await new S3AudioStore(bucket, new S3Options { Prefix = "audio/of-others/" }, Spool)
            .SaveAsync(new MemoryStream([1]), 1, TestContext.Current.CancellationToken);

        Assert.Single(server.Objects);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task More_objects_than_one_answer_holds_are_listed()
    {
        await Parallel.ForAsync(0, Page + 1, TestContext.Current.CancellationToken, async (_, _) => await SaveAsync([1]));

        Assert.Equal(Page + 1, (await ListAsync()).DistinctBy(blob => blob.Key).Count());
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 4 })]
    [InlineData(new byte[] { 1, 2 })]
    public async Task Audio_that_was_damaged_in_the_bucket_is_not_used(byte[] damaged)
    {
        var stored = await SaveAsync([1, 2, 3]);
        await File.WriteAllBytesAsync(Assert.Single(server.Objects), damaged, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<IOException>(() => Store.OpenAsync(stored.Key, TestContext.Current.CancellationToken));

        Assert.Empty(Directory.GetFiles(Data.Spool));
    }

    [Fact]
    public async Task A_store_that_is_down_is_named_and_its_secret_is_not()
    {
        var stored = await SaveAsync([1]);
        server.Stop();

        foreach (var call in new Func<Task>[] { () => SaveAsync([2]), () => Store.OpenAsync(stored.Key, default), () => Store.DeleteAsync(stored.Key, default), ListAsync })
        {
            var exception = await Assert.ThrowsAsync<IOException>(call);

            Assert.Equal($"The bucket {S3Server.Bucket} at {options.Endpoint} cannot be used: Connection refused.", exception.Message);
        }

        Assert.Empty(Directory.GetFiles(Data.Spool));
    }

    public override void Dispose()
    {
        bucket.Dispose();
        server.Dispose();
        base.Dispose();
    }
}
