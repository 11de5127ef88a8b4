namespace AsrService.Core;

/// <summary>Moves waits at random, so that what failed together does not come back together.</summary>
internal static class Jitter
{
    private const double Share = 0.2;

    /// <summary>The wait, moved by up to a fifth either way.</summary>
    public static TimeSpan Move(TimeSpan wait) => wait * (1 + (Share * ((2 * Random.Shared.NextDouble()) - 1)));
}
