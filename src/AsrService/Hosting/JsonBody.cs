namespace AsrService.Hosting;

/// <summary>Marks an endpoint that takes JSON and reads it by itself.</summary>
/// <param name="Example">What it takes, for the description of the interface.</param>
internal sealed record JsonBody(object Example)
{
    /// <summary>What the JSON is.</summary>
    public Type Type => Example.GetType();
}
