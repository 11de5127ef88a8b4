namespace AsrService.IntegrationTests.Security.Fuzzing;

/// <summary>What a random request says of its sender.</summary>
internal enum Credentials
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A client's, in the way of the protocol.</summary>
    Right,

    /// <summary>In the right form, and wrong.</summary>
    Wrong,

    /// <summary>In no form.</summary>
    Garbage,
}
