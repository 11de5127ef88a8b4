using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.Tests.Outgoing;
using Microsoft.AspNetCore.Http;

namespace AsrService.IntegrationTests.Processes;

/// <summary><c>./asr models</c>, with a mirror that has the models of set-up.</summary>
public sealed class ModelsCommandTests : IDisposable
{
    private const string Name = "tiny-q8_0";
    private const string Model = "ggml-tiny-q8_0.bin";

    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static byte[] Bytes { get; } = File.ReadAllBytes(SetupFiles.Model(Name));

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task List_tells_what_is_here_and_what_is_configured()
    {
        directory.Write(Model, Bytes);
        directory.Write("ggml-tiny.en.bin", "cut");
        directory.Write("ggml-our-own.bin", "whatever");

        var (exitCode, output) = await RunAsync(["list", "--json"], ("Asr__Whisper__Model", "base.en"));

        Assert.Equal(0, exitCode);
        var models = JsonElement.Parse(output).EnumerateArray().ToDictionary(model => model.GetProperty("name").GetString()!);
        Assert.Equal(35, models.Count);
        Assert.Equal((Bytes.Length, "many", "present", false), Told(models[Name]));
        Assert.Equal((77_704_715, "English", "damaged", false), Told(models["tiny.en"]));
        Assert.Equal((147_964_211, "English", "absent", true), Told(models["base.en"]));
        Assert.Equal((8, "many", "present", false), Told(models["our-own"]));

        static (int, string?, string?, bool) Told(JsonElement model) => (
            model.GetProperty("bytes").GetInt32(), model.GetProperty("languages").GetString(), model.GetProperty("state").GetString(), model.GetProperty("is_configured").GetBoolean());
    }

    [Fact]
    public async Task List_is_a_table_for_people()
    {
        var (exitCode, output) = await RunAsync(["list"]);

        Assert.Equal(0, exitCode);
        Assert.Matches("large-v3-turbo-q5_0 +│ +547 MiB │ many", output);
        Assert.Matches("tiny-q8_0 .*configured", output);
    }

    [Theory]
    [InlineData("pull")]
    [InlineData("verify")]
    [InlineData("remove")]
    public async Task A_misspelt_name_is_told_with_the_nearest(string command)
    {
        var (exitCode, output) = await RunAsync([command, "large-v3-trubo"]);

        Assert.Equal(1, exitCode);
        Assert.Contains("Did you mean large-v3-turbo?", output);
    }

    [Fact]
    public async Task What_is_pulled_is_what_the_server_looks_for()
    {
        await using var mirror = await LoopbackServer.StartAsync(context => context.Response.Body.WriteAsync(Bytes).AsTask());
        var mirrored = ("Asr__Models__Mirror", $"{mirror.Url}models");

        var (exitCode, output) = await RunAsync(["pull", Name], mirrored);
        Assert.Equal((0, true), (exitCode, output.Contains($"{Name} is at {directory.File(Model)}", StringComparison.Ordinal)));
        Assert.Contains("tiny-q8_0: 50 % of 42 MiB", output);
        Assert.Equal(Bytes, await File.ReadAllBytesAsync(directory.File(Model), Stop));

        (exitCode, output) = await RunAsync(["pull", Name], mirrored);
        Assert.Equal((0, 1), (exitCode, mirror.Requests));
        Assert.Contains("is already at", output);
    }

    [Fact]
    public async Task A_pull_that_was_killed_is_gone_on_with()
    {
        var ranges = new List<string>();
        await using var mirror = await LoopbackServer.StartAsync(async context =>
        {
            ranges.Add(context.Request.Headers.Range.ToString());
            var from = (int)(context.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0);
            (context.Response.StatusCode, context.Response.ContentLength) = (from > 0 ? 206 : 200, Bytes.Length - from);
            if (from > 0)
                context.Response.Headers.ContentRange = $"bytes {from}-{Bytes.Length - 1}/{Bytes.Length}";
            await context.Response.Body.WriteAsync(Bytes.AsMemory(from..(from > 0 ? Bytes.Length : Bytes.Length / 2)), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (from == 0)
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var mirrored = ("Asr__Models__Mirror", mirror.Url.AbsoluteUri);

        using (var process = ServerProgram.Start(["models", "pull", Name], mirrored, ("Asr__ModelsDirectory", directory.Path)))
        {
            var part = new FileInfo(directory.File(Model + ".part"));
            await Poll.UntilAsync(
                () =>
                {
                    part.Refresh();
                    return Task.FromResult(part.Exists ? part.Length : 0);
                },
                length => length == Bytes.Length / 2);
            process.Kill();
            await process.WaitForExitAsync(Stop);
        }

        Assert.False(File.Exists(directory.File(Model)));
        var (exitCode, _) = await RunAsync(["pull", Name], mirrored);

        Assert.Equal(0, exitCode);
        Assert.Equal(["", $"bytes={Bytes.Length / 2}-"], ranges);
        Assert.Equal(Bytes, await File.ReadAllBytesAsync(directory.File(Model), Stop));
    }

    [Fact]
    public async Task Ctrl_C_ends_a_pull_with_130()
    {
        var arrived = new TaskCompletionSource();
        await using var mirror = await LoopbackServer.StartAsync(async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var process = ServerProgram.Start(["models", "pull", Name], ("Asr__Models__Mirror", mirror.Url.AbsoluteUri), ("Asr__ModelsDirectory", directory.Path));
        await arrived.Task.WaitAsync(Stop);

        await ServerProgram.InterruptAsync(process);

        Assert.Equal(130, process.ExitCode);
        Assert.Equal("", await process.StandardError.ReadToEndAsync(Stop));
    }

    [Fact]
    public async Task One_model_that_is_not_to_be_had_does_not_keep_the_others_away()
    {
        await using var mirror = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path.Value!.EndsWith(Model, StringComparison.Ordinal) ? 200 : 404;
            return context.Response.StatusCode == 200 ? context.Response.Body.WriteAsync(Bytes).AsTask() : Task.CompletedTask;
        });

        var (exitCode, output) = await RunAsync(["pull", "tiny", Name], ("Asr__Models__Mirror", mirror.Url.AbsoluteUri));

        Assert.Equal(1, exitCode);
        Assert.Contains("error: 127.0.0.1 answered 404 for ggml-tiny.bin.", output);
        Assert.Contains($"{Name} is at", output);
    }

    [Fact]
    public async Task The_proxy_of_the_environment_is_asked()
    {
        var asked = new List<string>();
        await using var proxy = await LoopbackServer.StartAsync(context =>
        {
            asked.Add($"{context.Request.Host}{context.Request.Path}");
            return context.Response.Body.WriteAsync(Bytes).AsTask();
        });

        var (exitCode, _) = await RunAsync(["pull", Name], ("Asr__Models__Mirror", "http://models.example/whisper/"), ("http_proxy", proxy.Url.AbsoluteUri));

        Assert.Equal(0, exitCode);
        Assert.Equal([$"models.example/whisper/{Model}"], asked);
    }

    [Fact]
    public async Task A_host_that_needs_no_proxy_is_asked_itself()
    {
        await using var mirror = await LoopbackServer.StartAsync(context => context.Response.Body.WriteAsync(Bytes).AsTask());

        var (exitCode, _) = await RunAsync(["pull", Name], ("Asr__Models__Mirror", mirror.Url.AbsoluteUri), ("http_proxy", "http://127.0.0.1:1/"), ("no_proxy", "127.0.0.1"));

        Assert.Equal(0, exitCode);
    }

    [Theory]
    [InlineData(true, 0, "is at")]
    [InlineData(false, 1, "It redirects too often, or from https to http.")]
    public async Task A_redirect_never_leads_from_https_to_http(bool isSafe, int expected, string word)
    {
        await using var open = await LoopbackServer.StartAsync(context => context.Response.Body.WriteAsync(Bytes).AsTask());
        await using var mirror = await LoopbackServer.StartAsync(
            context =>
            {
                if (context.Request.Path == "/storage")
                    return context.Response.Body.WriteAsync(Bytes).AsTask();
                context.Response.Redirect(isSafe ? "/storage" : new Uri(open.Url, "/storage").AbsoluteUri);
                return Task.CompletedTask;
            },
            tls: true);
        var trusted = directory.Write("trusted.pem", await CertificateAsync(mirror.Url));

        var (exitCode, output) = await RunAsync(["pull", Name], ("Asr__Models__Mirror", mirror.Url.AbsoluteUri), ("SSL_CERT_FILE", trusted));

        Assert.Equal((expected, true), (exitCode, output.Contains(word, StringComparison.Ordinal)));
        Assert.Equal(0, open.Requests);
    }

    [Fact]
    public async Task Verify_tells_what_is_damaged()
    {
        directory.Write(Model, Bytes);
        var (exitCode, output) = await RunAsync(["verify"]);
        Assert.Equal((0, $"{Name}: sound\n"), (exitCode, output));

        byte[] damaged = [.. Bytes];
        damaged[^1] ^= 1;
        directory.Write(Model, damaged);
        (exitCode, output) = await RunAsync(["verify", Name]);
        Assert.Equal(1, exitCode);
        Assert.Contains($"{Name}: damaged.", output);
    }

    [Fact]
    public async Task Remove_takes_the_configured_model_only_by_force()
    {
        directory.Write(Model, Bytes);
        var (exitCode, output) = await RunAsync(["remove", Name]);
        Assert.Equal((1, true), (exitCode, output.Contains("--force", StringComparison.Ordinal)));

        (exitCode, _) = await RunAsync(["remove", Name, "--force"]);
        Assert.Equal((0, false), (exitCode, File.Exists(directory.File(Model))));

        (exitCode, output) = await RunAsync(["remove", Name, "--force"]);
        Assert.Equal((1, true), (exitCode, output.Contains("is not here", StringComparison.Ordinal)));
    }

    private Task<(int ExitCode, string Output)> RunAsync(string[] arguments, params (string, string)[] environment) =>
        ServerProgram.RunAsync(["models", .. arguments], [("Asr__ModelsDirectory", directory.Path), .. environment]);

    private static async Task<string> CertificateAsync(Uri server)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, Stop);
        var pem = "";
        await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) =>
        {
            pem = certificate is X509Certificate2 shown ? shown.ExportCertificatePem() + "\n" : "";
            return pem.Length > 0;
        });
        await tls.AuthenticateAsClientAsync(server.Host);
        return pem;
    }
}
