using System.ComponentModel.DataAnnotations;

namespace AsrService.Data.Storage;

/// <summary>Where the audio of jobs lies: the section <c>Asr:Storage</c>.</summary>
public sealed class StorageOptions : IValidatableObject
{
    /// <summary>Defaults to the data directory.</summary>
    [EnumDataType(typeof(StorageKind))]
    public StorageKind Kind { get; set; }

    /// <inheritdoc cref="S3Options"/>
    public S3Options S3 { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Kind == StorageKind.S3 ? S3.Missing() : [];
}
