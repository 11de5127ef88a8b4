using AsrService.Core.Clients;
using AsrService.Data.Callbacks;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AsrService.IntegrationTests.Callbacks;

/// <summary>A server for the tests of a class, one after the other: it calls 127.0.0.1, and its clock can be set forward.</summary>
/// <remarks>By minutes only where recordings are sent: one that is an hour old and has no job yet is swept.</remarks>
public sealed class CallbackServer(SharedServer shared) : IAsyncLifetime
{
    private readonly TemporaryDirectory directory = new();
    private readonly ShiftedTime time = new();
    private TestServer? server;

    internal TestServer Server => server!;

    internal NativeDriver Jobs => new(Server.Http);

    internal DeliveryDriver Deliveries => new(Server.Http);

    internal DeliveryDesk Desk => Server.Services.GetRequiredService<DeliveryDesk>();

    internal NpgsqlDataSource Database => Server.Services.GetRequiredService<NpgsqlDataSource>();

    internal DateTimeOffset Now => time.GetUtcNow();

    public ValueTask InitializeAsync()
    {
        server = TestServer.Start(
            shared.Postgres.NewDatabase(), directory.Path, time,
            ("Asr:Outgoing:AllowedNetworks", "127.0.0.1/32"), ("Asr:Retention:Results", "365.00:00:00"), ("Asr:Retention:Interval", "00:00:01"));
        return ValueTask.CompletedTask;
    }

    /// <summary>Sets the clock forward and has the server look what is due.</summary>
    internal void Move(TimeSpan by)
    {
        time.Move(by);
        Server.Services.GetRequiredService<DeliveryBell>().Ring();
    }

    internal Task<(HttpClient Http, IssuedClient Issued)> AddClientAsync(Uri? callback = null, bool fullEvents = false) =>
        Server.AddClientAsync(new() { Name = Guid.NewGuid().ToString(), CallbackUrl = callback?.AbsoluteUri, FullEvents = fullEvents });

    /// <summary>A job that has just ended.</summary>
    internal async Task<Guid> EndJobAsync(Uri callback, string? client = null, string state = "done") =>
        Assert.Single(await EndedJobs.AddAsync(Database, callback, 1, client, state));

    /// <summary>What was due until now has been begun when this returns.</summary>
    internal async Task SendAllAsync()
    {
        await using var receiver = await Receiver.StartAsync();
        await Deliveries.WaitForStateAsync(await EndJobAsync(receiver.Url), "delivered");
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        directory.Dispose();
    }
}
