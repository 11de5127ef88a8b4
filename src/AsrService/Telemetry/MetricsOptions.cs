using System.ComponentModel.DataAnnotations;
using AsrService.Hosting;

namespace AsrService.Telemetry;

/// <summary>Who may read the metrics: the section <c>Asr:Metrics</c>.</summary>
internal sealed class MetricsOptions : IValidatableObject
{
    /// <summary>Networks beside this machine: CIDRs joined by commas. Defaults to none.</summary>
    public string AllowedNetworks { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        NetworkList.Faults(AllowedNetworks).Select(fault => new ValidationResult($"AllowedNetworks: {fault}"));
}
