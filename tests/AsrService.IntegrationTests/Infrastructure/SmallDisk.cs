using System.Diagnostics;

namespace AsrService.IntegrationTests.Infrastructure;

/// <summary>A file system of a test's own whose size can be changed.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private SmallDisk()
    {
    }

    public string Path => directory.Path;

    /// <summary>Makes one, or skips the test where mounting is not permitted.</summary>
    public static SmallDisk Mount(string size)
    {
        var disk = new SmallDisk();
        if (Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", disk.Path))
            return disk;

        disk.directory.Dispose();
        Assert.Skip("Mounting is not permitted here.");
        return disk;
    }

    /// <summary>Changes the size: smaller than an upload, and the disk is full for it.</summary>
    public void Resize(string size) => Assert.True(Run("mount", "-o", $"remount,size={size}", Path), $"{Path} cannot have the size {size}");

    public void Dispose()
    {
        Assert.True(Run("umount", Path), $"{Path} cannot be unmounted");
        directory.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
