using AsrService.Core.Jobs;

namespace AsrService.Hosting;

/// <summary>Answers with a recording as it came; players may ask for parts of it.</summary>
internal static class AudioFileResult
{
    /// <summary>The answer; the file is disposed when it has been sent.</summary>
    /// <param name="context">The request.</param>
    /// <param name="file">The recording.</param>
    /// <param name="name">What it is saved as; null where it is to be played.</param>
    public static IResult Of(HttpContext context, IAudioFile file, string? name = null)
    {
        context.Response.RegisterForDisposeAsync(file);

        // What somebody uploaded is never a page of ours.
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.File(file.Path, MediaTypeOf(file.Path), name, enableRangeProcessing: true);
    }

    // By the content: nobody's word is taken for it. The signatures are those of the formats' own documents.
    private static string MediaTypeOf(string path)
    {
        Span<byte> start = stackalloc byte[12];
        using var file = File.OpenRead(path);
        var read = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        return read.StartsWith("RIFF"u8) ? "audio/wav"
            : read.StartsWith("OggS"u8) ? "audio/ogg"
            : read.StartsWith("fLaC"u8) ? "audio/flac"
            : read.StartsWith("ID3"u8) || read is [0xFF, >= 0xE0, ..] ? "audio/mpeg"
            : read.StartsWith<byte>([0x1A, 0x45, 0xDF, 0xA3]) ? "audio/webm"
            : read.Length == 12 && read[4..8].SequenceEqual("ftyp"u8) ? "audio/mp4"
            : "application/octet-stream";
    }
}
