using System.ComponentModel;
using System.Runtime.InteropServices;

namespace AsrService.Data.Storage;

/// <summary>Makes renames durable: .NET can flush files but not the directories that name them.</summary>
internal static partial class DirectorySync
{
    private const int ReadOnlyDirectory = 0x10000; // O_RDONLY | O_DIRECTORY

    /// <summary>Flushes what was renamed into or out of the directory.</summary>
    /// <exception cref="IOException">The directory could not be flushed.</exception>
    public static void Flush(string directory)
    {
        var descriptor = Open(directory, ReadOnlyDirectory);
        try
        {
            if (descriptor < 0 || Fsync(descriptor) != 0)
                throw new IOException($"{directory} could not be flushed to disk.", new Win32Exception());
        }
        finally
        {
            if (descriptor >= 0)
                _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
