namespace AsrService.Benchmarks.Callbacks;

/// <summary>Knows how many are there at once, and how many there ever were.</summary>
internal sealed class Gauge
{
    private readonly Lock gate = new();
    private int current;

    public int Most { get; private set; }

    public void Enter()
    {
        lock (gate)
            Most = Math.Max(Most, ++current);
    }

    public void Leave()
    {
        lock (gate)
            current--;
    }
}
