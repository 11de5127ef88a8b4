namespace AsrService.Core;

/// <summary>Bells by what they are about: who watches a thing is woken when it is rung for, and nobody else.</summary>
public class Bells
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, List<Watch>> watched = [];

    /// <summary>Begins to watch; ends when the result is disposed.</summary>
    public Watch Of(Guid id)
    {
        var watch = new Watch(this, id);
        lock (gate)
        {
            if (!watched.TryGetValue(id, out var watches))
                watched.Add(id, watches = []);
            watches.Add(watch);
        }

        return watch;
    }

    /// <summary>Wakes all who watch that.</summary>
    public void Ring(Guid id)
    {
        lock (gate)
        {
            if (watched.TryGetValue(id, out var watches))
                watches.ForEach(watch => watch.Ring());
        }
    }

    private void End(Guid id, Watch watch)
    {
        lock (gate)
        {
            if (watched.TryGetValue(id, out var watches) && watches.Remove(watch) && watches.Count == 0)
                watched.Remove(id);
        }
    }

    /// <summary>The bell of one who watches, until it is disposed.</summary>
    public sealed class Watch : Bell, IDisposable
    {
        private readonly Bells owner;
        private readonly Guid id;

        internal Watch(Bells owner, Guid id) => (this.owner, this.id) = (owner, id);

        /// <inheritdoc />
        public void Dispose() => owner.End(id, this);
    }
}
