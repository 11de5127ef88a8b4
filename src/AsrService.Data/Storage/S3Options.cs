using System.ComponentModel.DataAnnotations;

namespace AsrService.Data.Storage;

/// <summary>A bucket: the section <c>Asr:Storage:S3</c>. Only looked at when audio is to lie there.</summary>
public sealed class S3Options
{
    /// <summary>What S3 takes in one piece.</summary>
    internal const long MaxObjectBytes = 5L << 30;

    /// <summary>The server's address. Defaults to none: Amazon's in <see cref="Region"/>.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>The bucket's name; it must exist.</summary>
    public string Bucket { get; set; } = "";

    /// <summary>The bucket's region, which other servers than Amazon's mostly ignore. Defaults to <c>us-east-1</c>.</summary>
    [Required]
    public string Region { get; set; } = "us-east-1";

    /// <summary>Who asks.</summary>
    public string AccessKey { get; set; } = "";

    /// <summary>What requests are signed with.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>Whether the bucket's name stands in the path instead of the host's name. Defaults to null: where <see cref="Endpoint"/> is set.</summary>
    public bool? PathStyle { get; set; }

    /// <summary>In front of the names of all objects. Defaults to <c>audio/</c>.</summary>
    public string Prefix { get; set; } = "audio/";

    /// <summary>The server's address in words.</summary>
    internal string Address => Endpoint.Length > 0 ? Endpoint : $"Amazon S3 in {Region}";

    /// <summary>What must be set before a bucket can be used.</summary>
    internal IEnumerable<ValidationResult> Missing()
    {
        string[] missing = [.. new[] { (nameof(Bucket), Bucket), (nameof(AccessKey), AccessKey), (nameof(SecretKey), SecretKey) }
            .Where(setting => string.IsNullOrWhiteSpace(setting.Item2))
            .Select(setting => $"Asr__Storage__S3__{setting.Item1}")];
        if (missing.Length > 0)
            yield return new($"Kind is s3: set {string.Join(", ", missing)}.");
        if (Endpoint.Length > 0 && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0))
            yield return new("S3:Endpoint must be an address such as http://127.0.0.1:9000, without a name or password.");
    }
}
