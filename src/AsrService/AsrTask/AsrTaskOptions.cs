namespace AsrService.AsrTask;

/// <summary>The ASR task protocol: the section <c>Asr:AsrTask</c>.</summary>
internal sealed class AsrTaskOptions
{
    /// <summary>
    /// Origins whose pages may call it, joined by commas. Defaults to <c>*</c>, all, because the known front ends are served from elsewhere;
    /// that holds only while the protocol is open: where clients have to say who they are, the origins have to be named.
    /// </summary>
    public string AllowedOrigins { get; set; } = "*";
}
