using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using AsrService.Hosting;

namespace AsrService.Outgoing;

/// <summary>Whom this server calls for its clients: the section <c>Asr:Outgoing</c>.</summary>
internal sealed class OutgoingOptions : IValidatableObject
{
    /// <summary>Internal networks that may be called nevertheless, at any port: CIDRs joined by commas. Defaults to none.</summary>
    public string AllowedNetworks { get; set; } = "";

    /// <summary>Ports that may be called at public addresses, joined by commas. Defaults to <c>80,443</c>.</summary>
    [Required]
    public string Ports { get; set; } = "80,443";

    /// <summary>How long a connection may take, its certificate included. Defaults to 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary><see cref="AllowedNetworks"/>, parsed.</summary>
    internal IPNetwork[] ParseNetworks() => NetworkList.Parse(AllowedNetworks);

    /// <summary><see cref="Ports"/>, parsed.</summary>
    internal int[] ParsePorts() => [.. Parts(Ports).Select(part => int.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture))];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var fault in NetworkList.Faults(AllowedNetworks))
            yield return new($"AllowedNetworks: {fault}");
        foreach (var part in Parts(Ports).Where(part => !ushort.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0))
            yield return new($"Ports: '{part}' is no port from 1 to 65535.");
    }

    private static string[] Parts(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
