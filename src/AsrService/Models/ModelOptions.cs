using System.ComponentModel.DataAnnotations;

namespace AsrService.Models;

/// <summary>Where <c>./asr models</c> fetches models from: the section <c>Asr:Models</c>.</summary>
internal sealed class ModelOptions : IValidatableObject
{
    /// <summary>The collection that whisper.cpp's own models are published in.</summary>
    internal const string Hub = "https://huggingface.co/ggerganov/whisper.cpp/resolve/main/";

    /// <summary>A URL that a model's file name (<c>ggml-base.bin</c>) follows. Defaults to the public hub.</summary>
    [Required]
    public string Mirror { get; set; } = Hub;

    /// <summary>Whether nothing is fetched: for machines that have no network. Defaults to false.</summary>
    public bool Offline { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Uri.TryCreate(Mirror, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.UserInfo.Length > 0 || url.Query.Length > 0)
            yield return new($"Mirror must be an http or https URL without a name, a password and a query, such as {Hub}");
    }
}
