using System.ComponentModel.DataAnnotations;
using AsrService.Audio;
using AsrService.Audio.Text;
using AsrService.AsrTask;

namespace AsrService.Hosting;

/// <summary>The section <c>Asr</c>. Every key stands in appsettings.json with its default.</summary>
internal sealed class AsrOptions
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

    /// <inheritdoc cref="AudioOptions"/>
    public AudioOptions Audio { get; set; } = new();

    /// <inheritdoc cref="TextOptions"/>
    public TextOptions Text { get; set; } = new();

    /// <inheritdoc cref="WorkerOptions"/>
    public WorkerOptions Workers { get; set; } = new();

    /// <inheritdoc cref="UploadOptions"/>
    public UploadOptions Uploads { get; set; } = new();

    /// <inheritdoc cref="AsrTaskOptions"/>
    public AsrTaskOptions AsrTask { get; set; } = new();

    /// <inheritdoc cref="LogOptions"/>
    public LogOptions Logs { get; set; } = new();
}
