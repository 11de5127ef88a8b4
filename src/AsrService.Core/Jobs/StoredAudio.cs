namespace AsrService.Core.Jobs;

/// <summary>Audio that is stored safely.</summary>
/// <param name="Key">Names it within <see cref="IAudioStore"/>; made by the store, never from user text.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256, 32 bytes.</param>
public sealed record StoredAudio(string Key, long Bytes, byte[] Sha256);
