using System.Security.Cryptography;
using AsrService.Audio.Models;
using AsrService.Data.Storage;

namespace AsrService.Models;

/// <summary>Fetches models to where the server looks for them. Under its final name a file is always whole and right.</summary>
internal sealed class ModelPull(ModelHub hub, ModelLocator locator, TimeProvider time)
{
    /// <summary>The end of the name of a file that is not whole yet.</summary>
    public const string PartSuffix = ".part";

    /// <summary>The end of the name of a file that only one pull of a model at a time has open.</summary>
    public const string LockSuffix = ".lock";

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(0.5);

    /// <summary>Fetches a model, unless it is here.</summary>
    /// <returns>Whether it was fetched.</returns>
    /// <exception cref="PullException">It could not be.</exception>
    public async Task<bool> PullAsync(KnownModel model, IPullDisplay display, CancellationToken cancellationToken)
    {
        var path = locator.PathOf(model);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var alone = await LockAsync(model, path, display, cancellationToken);
            if (File.Exists(path) && await HashAsync(path, cancellationToken) == model.Sha256)
                return false;
            if (hub.IsOffline)
                throw new PullException($"{model.Name} is not here, and Asr__Models__Offline is set. Copy {hub.AddressOf(model)} to {path} by other means.");

            await FetchAsync(model, path + PartSuffix, display, cancellationToken);
            File.Move(path + PartSuffix, path, overwrite: true);
            DirectorySync.Flush(Path.GetDirectoryName(path)!);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PullException($"{model.Name} cannot be written to {path}: {exception.Message}", inner: exception);
        }
    }

    /// <summary>A file's SHA-256 in lower-case hexadecimal.</summary>
    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    private async Task FetchAsync(KnownModel model, string path, IPullDisplay display, CancellationToken cancellationToken)
    {
        // Twice at most: parts may be of two versions that nothing told apart, or have been lost with the power.
        for (var isSecond = false; ; isSecond = true)
        {
            bool isJoined;
            await using (var part = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous))
            {
                CheckRoom(model, path, part.Length);
                var download = new ModelDownload(hub, model, part, display, time);
                await download.RunAsync(cancellationToken);
                part.Flush(flushToDisk: true);
                isJoined = download.IsJoined;
            }

            var hash = await HashAsync(path, cancellationToken);
            if (hash == model.Sha256)
                return;

            File.Delete(path);
            if (isSecond || !isJoined)
                throw new PullException($"What {hub.AddressOf(model)} gives is not {model.Name}: its SHA-256 is {hash} and not {model.Sha256}. It is deleted. Try again, or check Asr__Models__Mirror.");
            display.Say($"The parts of {model.Name} do not belong together; it is fetched anew.");
        }
    }

    private static void CheckRoom(KnownModel model, string path, long present)
    {
        var free = new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace;
        if (free < model.Bytes - present)
            throw new PullException($"There is no room for {model.Name} in {Path.GetDirectoryName(path)}: it needs {ByteSize.Of(model.Bytes - present)}, and {ByteSize.Of(free)} are free.");
    }

    // Left in place: whoever removed it could not tell that nobody else was about to lock it.
    private async Task<FileStream> LockAsync(KnownModel model, string path, IPullDisplay display, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return new FileStream(path + LockSuffix, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (IsLocked(exception))
            {
                if (isFirst)
                    display.Say($"{model.Name} is being fetched already; waiting for that to end.");
                await Task.Delay(LookInterval, time, cancellationToken);
            }
        }
    }

    // EWOULDBLOCK, with which flock refuses a second holder.
    private static bool IsLocked(IOException exception) => exception.HResult == 11;
}
