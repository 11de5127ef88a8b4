namespace AsrService.Core.Jobs;

/// <summary>Audio that lies in <see cref="IAudioStore"/>, whether or not a job knows it.</summary>
/// <param name="Key">Names it within the store.</param>
/// <param name="WrittenAt">When its last byte arrived, by the store's clock.</param>
public sealed record StoredBlob(string Key, DateTimeOffset WrittenAt);
