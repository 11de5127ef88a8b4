using AsrService.IntegrationTests.Infrastructure;
using AsrService.IntegrationTests.Processes;

namespace AsrService.IntegrationTests.Storage;

/// <summary>A bucket that cannot be used stops the start.</summary>
public sealed class S3StartUpTests(SharedServer shared) : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly S3Server s3 = new();

    public void Dispose()
    {
        s3.Dispose();
        directory.Dispose();
    }

    [Fact]
    public Task A_bucket_that_is_not_there() =>
        FailsAsync("The bucket nowhere at http://127.0.0.1:", ("Asr:Storage:S3:Bucket", "nowhere"));

    [Fact]
    public Task A_server_that_is_not_there() =>
        FailsAsync("The bucket asr at http://127.0.0.1:1 cannot be used: Connection refused. Check the settings", ("Asr:Storage:S3:Endpoint", "http://127.0.0.1:1"));

    [Fact]
    public Task A_key_that_is_not_known() => FailsAsync("Check the settings Asr__Storage__S3__", ("Asr:Storage:S3:AccessKey", "NOBODY"));

    private async Task FailsAsync(string expected, (string Key, string Value) wrong)
    {
        var settings = s3.Settings.Where(setting => setting.Key != wrong.Key).Append(wrong).Select(setting => (setting.Key.Replace(":", "__"), setting.Value));
        var (exitCode, error) = await ServerProgram.RunAsync(
            [("Asr__DataDirectory", directory.Path), ("ConnectionStrings__Asr", shared.Postgres.NewDatabase()), ("Asr__Roles", "Api"), .. settings]);

        Assert.Equal(1, exitCode);
        Assert.Contains(expected, error);
        Assert.DoesNotContain("   at ", error);
        Assert.DoesNotContain(S3Server.SecretKey, error);
    }
}
