using System.Diagnostics;
using Npgsql;

namespace AsrService.Benchmarks.Chaos;

/// <summary>Keeps the queue filled, and holds the servers to what they promised.</summary>
/// <param name="client">Talks to the API node.</param>
/// <param name="ledger">Tells which jobs have ended.</param>
/// <param name="recordings">Submitted in turn.</param>
/// <param name="depth">Jobs that wait or run at any time.</param>
internal sealed class Load(Client client, Ledger ledger, IReadOnlyList<string> recordings, int depth)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    // By the task's id: what the server said when the job was first seen done, null before.
    private readonly Dictionary<string, string?> promised = [];
    private Dictionary<string, string> states = [];

    /// <summary>Jobs that the server has accepted.</summary>
    public int Submitted => promised.Count;

    /// <summary>Accepted jobs that wait or run.</summary>
    public int Open => promised.Keys.Count(id => !states.TryGetValue(id, out var state) || !JobStates.IsEnd(state));

    /// <summary>The number of accepted jobs in a state.</summary>
    public int Count(string state) => promised.Keys.Count(id => states.GetValueOrDefault(id) == state);

    /// <summary>Looks how the jobs stand and submits as many as are missing, until told to stop.</summary>
    /// <param name="isOver">Whether to submit no more.</param>
    /// <param name="onTurn">Called each time.</param>
    /// <param name="patience">How long jobs may take to end when no more are submitted.</param>
    /// <param name="cancellationToken">Stops all of it.</param>
    public async Task RunAsync(Func<bool> isOver, Action onTurn, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PollInterval);
        var rest = new Stopwatch();
        do
        {
            if (isOver())
                rest.Start();
            else
                await FillAsync(isOver, cancellationToken);
            await LookAsync(cancellationToken);
            onTurn();
            if (rest.IsRunning && (Open == 0 || rest.Elapsed > patience))
                return;
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Jobs that did not end, that nobody knows, or that are done without a result.</summary>
    public async Task<IReadOnlyList<string>> LostAsync(CancellationToken cancellationToken)
    {
        var lost = new List<string>();
        foreach (var id in promised.Keys)
        {
            var state = states.GetValueOrDefault(id, "unknown");
            if (!JobStates.IsEnd(state) || (state == JobStates.Done && await client.ResultAsync(id, cancellationToken) is null))
                lost.Add($"{id} {state}");
        }

        return lost;
    }

    /// <summary>Jobs that were done twice, or whose result is another than it was at first.</summary>
    public async Task<IReadOnlyList<string>> DuplicatedAsync(CancellationToken cancellationToken)
    {
        var duplicated = await ledger.DoneTwiceAsync(cancellationToken);
        foreach (var (id, first) in promised)
        {
            if (first is not null && await client.ResultAsync(id, cancellationToken) is { } last && last != first)
                duplicated.Add($"{id} changed");
        }

        return duplicated;
    }

    private async Task FillAsync(Func<bool> isOver, CancellationToken cancellationToken)
    {
        for (var missing = depth - Open; missing > 0 && !isOver(); missing--)
        {
            if (await client.SubmitAsync(recordings[promised.Count % recordings.Count], cancellationToken) is { } id)
                promised.Add(id, null);
            else
                return;
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            states = await ledger.StatesAsync(cancellationToken);
        }
        catch (NpgsqlException)
        {
            // It is stopped; the next look tells.
            return;
        }

        foreach (var id in promised.Where(job => job.Value is null && states.GetValueOrDefault(job.Key) == JobStates.Done).Select(job => job.Key).ToList())
            promised[id] = await client.ResultAsync(id, cancellationToken);
    }
}
