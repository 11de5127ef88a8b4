using AsrService.Core.Uploads;

namespace AsrService.Data.Model;

/// <summary>A row of <c>uploads</c>.</summary>
internal sealed class UploadRow
{
    public required Guid Id { get; init; }

    public string? Client { get; init; }

    public required string UserName { get; init; }

    /// <summary>See <see cref="UserFile.UserKey"/>.</summary>
    public required byte[] UserKey { get; init; }

    public required string FileId { get; init; }

    public required string Name { get; set; }

    public required string Extension { get; set; }

    /// <summary>Shared with other files of the same bytes, and with the jobs that transcribe them.</summary>
    public required string AudioKey { get; init; }

    public required long AudioBytes { get; init; }

    public required byte[] AudioSha256 { get; init; }

    public double? AudioSeconds { get; set; }

    public required DateTimeOffset UploadedAt { get; set; }
}
