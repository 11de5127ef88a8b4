using System.Net.Http.Headers;
using AsrService.Core.Clients;
using AsrService.Data.Clients;
using AsrService.Data.Storage;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AsrService.IntegrationTests.Infrastructure;

/// <summary>The whole server in this process: real Kestrel on a free port, real PostgreSQL, FFmpeg and Whisper.</summary>
internal sealed class TestServer : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string> settings;
    private readonly Action<IServiceCollection> replace;
    private readonly RunLogProvider log = new();

    private TestServer(Dictionary<string, string> settings, Action<IServiceCollection> replace)
    {
        this.settings = settings;
        this.replace = replace;
        UseKestrel(0);
        StartServer();
        Http = CreateClient();
        Http.Timeout = TimeSpan.FromMinutes(2);
    }

    public HttpClient Http { get; }

    /// <summary>What it logged as an error.</summary>
    public IReadOnlyCollection<string> Errors => log.Errors;

    public DataDirectory Data => Services.GetRequiredService<DataDirectory>();

    /// <summary>Starts a server.</summary>
    /// <param name="connectionString">The database; created if it does not exist.</param>
    /// <param name="dataDirectory">Where its files lie.</param>
    /// <param name="overrides">Settings such as <c>("Asr:Roles", "Api")</c>.</param>
    public static TestServer Start(string connectionString, string dataDirectory, params (string Key, string Value)[] overrides) =>
        Start(connectionString, dataDirectory, TimeProvider.System, overrides);

    /// <summary>Starts a server that has a clock of its own.</summary>
    public static TestServer Start(string connectionString, string dataDirectory, TimeProvider time, params (string Key, string Value)[] overrides) =>
        Start(connectionString, dataDirectory, services => services.AddSingleton(time), overrides);

    /// <summary>Starts a server of which something is replaced.</summary>
    public static TestServer Start(string connectionString, string dataDirectory, Action<IServiceCollection> replace, params (string Key, string Value)[] overrides)
    {
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:Asr"] = connectionString,
            ["Asr:DataDirectory"] = dataDirectory,
            ["Asr:Whisper:Library"] = SetupFiles.Library,
            ["Asr:Whisper:ThreadsPerJob"] = "1",
            ["Asr:Workers:Concurrency"] = "2",
            ["Serilog:MinimumLevel"] = "Warning",
        };
        foreach (var (key, value) in overrides)
            settings[key] = value;
        return new TestServer(settings, replace);
    }

    /// <summary>Adds a client, and gives what it talks to the server with.</summary>
    public async Task<(HttpClient Http, IssuedClient Issued)> AddClientAsync(ClientSettings? settings = null)
    {
        var issued = await Services.GetRequiredService<ClientStore>()
            .AddAsync(settings ?? new ClientSettings { Name = Guid.NewGuid().ToString() }, TestContext.Current.CancellationToken);
        Secrets.Note(issued!);
        var http = CreateClient();
        http.Timeout = Http.Timeout;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issued!.Secret);
        return (http, issued);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        builder.ConfigureServices(replace);
        builder.ConfigureLogging(logging => logging.AddProvider(log).AddFilter<RunLogProvider>(RunLogProvider.IsLookedAt));
    }
}
