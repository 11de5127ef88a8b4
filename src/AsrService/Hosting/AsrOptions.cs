using System.ComponentModel.DataAnnotations;
using AsrService.AsrTask;
using AsrService.Audio;
using AsrService.Audio.Text;
using AsrService.Core.Callbacks;
using AsrService.Core.Jobs;
using AsrService.Dashboard;
using AsrService.Data.Storage;
using AsrService.Models;
using AsrService.Outgoing;
using AsrService.Security;
using AsrService.Telemetry;
using SessionOptions = AsrService.Core.Sessions.SessionOptions;

namespace AsrService.Hosting;

/// <summary>The section <c>Asr</c>. Every key stands in appsettings.json with its default.</summary>
internal sealed class AsrOptions : IValidatableObject
{
    /// <summary>Spool, blobs and the private cluster. Defaults to <c>./data</c>.</summary>
    [Required]
    public string DataDirectory { get; set; } = "data";

    /// <summary>Where models lie. Defaults to the user's cache, which set-up fills.</summary>
    public string ModelsDirectory { get; set; } = "";

    /// <summary>What this node does. Defaults to all.</summary>
    public NodeRoles Roles { get; set; } = NodeRoles.Api | NodeRoles.Worker | NodeRoles.Dashboard;

    /// <inheritdoc cref="RecognitionOptions"/>
    public RecognitionOptions Whisper { get; set; } = new();

    /// <inheritdoc cref="ModelOptions"/>
    public ModelOptions Models { get; set; } = new();

    /// <inheritdoc cref="AudioOptions"/>
    public AudioOptions Audio { get; set; } = new();

    /// <inheritdoc cref="TextOptions"/>
    public TextOptions Text { get; set; } = new();

    /// <inheritdoc cref="WorkerOptions"/>
    public WorkerOptions Workers { get; set; } = new();

    /// <inheritdoc cref="UploadOptions"/>
    public UploadOptions Uploads { get; set; } = new();

    /// <inheritdoc cref="AdmissionOptions"/>
    public AdmissionOptions Queue { get; set; } = new();

    /// <inheritdoc cref="RetryOptions"/>
    public RetryOptions Retries { get; set; } = new();

    /// <inheritdoc cref="RetentionOptions"/>
    public RetentionOptions Retention { get; set; } = new();

    /// <inheritdoc cref="StorageOptions"/>
    public StorageOptions Storage { get; set; } = new();

    /// <inheritdoc cref="OutgoingOptions"/>
    public OutgoingOptions Outgoing { get; set; } = new();

    /// <inheritdoc cref="DownloadOptions"/>
    public DownloadOptions Downloads { get; set; } = new();

    /// <inheritdoc cref="AsrTaskOptions"/>
    public AsrTaskOptions AsrTask { get; set; } = new();

    /// <inheritdoc cref="CallbackOptions"/>
    public CallbackOptions Callbacks { get; set; } = new();

    /// <inheritdoc cref="SessionOptions"/>
    public SessionOptions Sessions { get; set; } = new();

    /// <inheritdoc cref="AuthOptions"/>
    public AuthOptions Auth { get; set; } = new();

    /// <inheritdoc cref="DashboardOptions"/>
    public DashboardOptions Dashboard { get; set; } = new();

    /// <inheritdoc cref="MetricsOptions"/>
    public MetricsOptions Metrics { get; set; } = new();

    /// <inheritdoc cref="LogOptions"/>
    public LogOptions Logs { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (key, bytes) in new[] { ("Uploads", Uploads.MaxBytes), ("Downloads", Downloads.MaxBytes) })
        {
            if (Storage.Kind == StorageKind.S3 && bytes > S3Options.MaxObjectBytes)
                yield return new($"Asr:{key}:MaxBytes can be at most {S3Options.MaxObjectBytes} when Asr:Storage:Kind is s3.");
        }
    }
}
