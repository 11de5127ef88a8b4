using System.Text.RegularExpressions;
using AsrService.Core.Jobs;
using AsrService.Core.Sessions;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.IntegrationTests.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.Telemetry;

/// <summary>What the files for operators say is what the server does.</summary>
public sealed partial class OperationsFilesTests(SharedServer shared)
{
    private const string Documentation = "docs/operations.md";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_metric_that_is_named_is_exposed_and_every_one_of_ours_is_documented()
    {
        using var directory = new TemporaryDirectory();
        await using var server = TestServer.Start(shared.Postgres.NewDatabase(), directory.Path);
        await new AsrTaskDriver(server.Http).TranscribeAsync(Recordings.Mp3);
        var speaker = new Speaker(server.Services.GetRequiredService<ISessionStore>());
        await speaker.SpeakAsync(Speaker.Cut(await Speaker.PcmAsync()));
        await speaker.SilenceUntilAsync(() => speaker.Sentences.Any(), TimeSpan.FromMinutes(1));
        await speaker.FinishAsync(server.Services.GetRequiredService<IJobStore>());

        var exposed = new MetricsText(await server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token));
        var documented = NamesIn(Documentation);

        foreach (var file in new[] { Documentation, "deploy/prometheus/alerts.yml", "deploy/grafana/asr-service.json", "deploy/kubernetes/scaling.yaml" })
        {
            Assert.NotEmpty(NamesIn(file));
            Assert.All(NamesIn(file), name => Assert.True(
                exposed.Families.Contains(name) || exposed.IsHistogram(HistogramOf(name)), $"{file} names {name}, which is not exposed"));
        }

        Assert.All(exposed.Families.Where(name => name.StartsWith("asr_", StringComparison.Ordinal)), name => Assert.Contains(name, documented));
    }

    [Fact]
    public void Every_alert_says_what_to_look_at()
    {
        var alerts = Alert().Matches(Read("deploy/prometheus/alerts.yml")).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(alerts);
        Assert.All(alerts, alert => Assert.Contains($"| {alert} |", Read(Documentation), StringComparison.Ordinal));
    }

    private static HashSet<string> NamesIn(string file) => [.. Metric().Matches(Read(file)).Select(match => match.Value)];

    private static string HistogramOf(string name) => Part().Replace(name, "");

    private static string Read(string file) => File.ReadAllText(Path.Combine(SetupFiles.Root, file));

    [GeneratedRegex(@"\b(asr|dotnet|http_server|db_client|target)_[a-z0-9_]+\b")]
    private static partial Regex Metric();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Part();

    [GeneratedRegex(@"alert: (\w+)")]
    private static partial Regex Alert();
}
