using AsrService.Core.Jobs;
using AsrService.Data.Storage;

namespace AsrService.IntegrationTests.Storage;

public sealed class FileAudioStoreTests : AudioStoreContract
{
    private protected override IAudioStore Store => new FileAudioStore(Data, Spool);

    [Fact]
    public async Task Files_of_others_are_not_listed()
    {
        await File.WriteAllTextAsync(Path.Combine(Data.Blobs, "README"), "", TestContext.Current.CancellationToken);

        Assert.Empty(await ListAsync());
    }
}
