namespace AsrService.Security;

/// <summary>Who may call: the section <c>Asr:Auth</c>. Clients are rows in the database; see <c>./asr clients</c>.</summary>
internal sealed class AuthOptions
{
    /// <summary>
    /// Whether the protocols that have no authentication of their own (ASR task, MedVoice) are open to everybody who reaches
    /// the server. Defaults to false: they are open on the loopback address only.
    /// </summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>Requests a second from one address without credentials, where the server is reached from beyond this machine. Defaults to 50; 0 is no limit.</summary>
    [System.ComponentModel.DataAnnotations.Range(0, 100_000)]
    public int AnonymousRequestsPerSecond { get; set; } = 50;

    /// <summary>Origins whose pages may call the protocols (the ASR task protocol has a list of its own), joined by commas. Defaults to none.</summary>
    public string AllowedOrigins { get; set; } = "";
}
