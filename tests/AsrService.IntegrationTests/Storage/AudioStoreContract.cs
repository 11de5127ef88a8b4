using System.Security.Cryptography;
using AsrService.Core.Jobs;
using AsrService.Data.Storage;

namespace AsrService.IntegrationTests.Storage;

/// <summary>What every audio store does, whatever is behind it.</summary>
public abstract class AudioStoreContract : IDisposable
{
    private const int MaxBytes = 1_000_000;

    private readonly TemporaryDirectory directory = new();
    private readonly DataDirectory data;

    private protected AudioStoreContract() => data = new DataDirectory(directory.Path);

    private protected DataDirectory Data => data;

    private protected Spool Spool => new(data, new AdmissionOptions());

    private protected abstract IAudioStore Store { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(MaxBytes)]
    public async Task What_is_saved_can_be_opened(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);

        var stored = await SaveAsync(content);

        Assert.Equal(length, stored.Bytes);
        Assert.Equal(SHA256.HashData(content), stored.Sha256);
        await using var file = await Store.OpenAsync(stored.Key, Cancellation);
        Assert.Equal(content, await File.ReadAllBytesAsync(file.Path, Cancellation));
    }

    [Fact]
    public async Task What_was_opened_leaves_nothing_in_the_spool()
    {
        var stored = await SaveAsync([1, 2, 3]);
        Assert.Empty(Directory.GetFiles(data.Spool));

        await (await Store.OpenAsync(stored.Key, Cancellation)).DisposeAsync();

        Assert.Empty(Directory.GetFiles(data.Spool));
        await using var again = await Store.OpenAsync(stored.Key, Cancellation);
        Assert.True(File.Exists(again.Path));
    }

    [Fact]
    public async Task What_is_saved_is_listed_until_it_is_deleted()
    {
        var first = await SaveAsync([1]);
        var second = await SaveAsync([2]);

        var listed = await ListAsync();

        Assert.Equal(new[] { first.Key, second.Key }.Order(), listed.Select(blob => blob.Key).Order());
        Assert.All(listed, blob => Assert.InRange(TimeProvider.System.GetUtcNow() - blob.WrittenAt, TimeSpan.FromSeconds(-2), TimeSpan.FromMinutes(10)));

        await Store.DeleteAsync(first.Key, Cancellation);

        Assert.Equal(second.Key, Assert.Single(await ListAsync()).Key);
    }

    [Fact]
    public async Task What_is_gone_cannot_be_opened_and_may_be_deleted_again()
    {
        var stored = await SaveAsync([1]);
        await Store.DeleteAsync(stored.Key, Cancellation);

        await Store.DeleteAsync(stored.Key, Cancellation);

        await Assert.ThrowsAsync<FileNotFoundException>(() => Store.OpenAsync(stored.Key, Cancellation));
    }

    [Fact]
    public async Task What_is_too_large_leaves_nothing_behind()
    {
        await Assert.ThrowsAsync<AudioTooLargeException>(() => SaveAsync(new byte[MaxBytes + 1]));

        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task What_breaks_off_leaves_nothing_behind()
    {
        await using var broken = new FileStream(directory.Write("content", [1]), FileMode.Open, FileAccess.Write);

        await Assert.ThrowsAnyAsync<Exception>(() => Store.SaveAsync(broken, MaxBytes, Cancellation));

        await AssertNothingIsLeftAsync();
    }

    public virtual void Dispose()
    {
        directory.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<StoredAudio> SaveAsync(byte[] content) => Store.SaveAsync(new MemoryStream(content), MaxBytes, Cancellation);

    private protected async Task<List<StoredBlob>> ListAsync() => await Store.ListAsync(Cancellation).ToListAsync(Cancellation);

    private protected async Task AssertNothingIsLeftAsync()
    {
        Assert.Empty(Directory.GetFiles(data.Spool));
        Assert.Empty(await ListAsync());
    }
}
