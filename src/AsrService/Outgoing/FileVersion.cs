using System.Net;
using System.Net.Http.Headers;

namespace AsrService.Outgoing;

/// <summary>What the rest of a file is asked for with, and known by, so that no two versions of it are joined.</summary>
/// <param name="Tag">Its strong tag; null where it has none.</param>
/// <param name="Modified">When it was changed last; null where it does not say. With neither, something else must tell whether the parts belong together.</param>
/// <param name="Length">Its length; null when it was not announced.</param>
internal sealed record FileVersion(EntityTagHeaderValue? Tag, DateTimeOffset? Modified, long? Length)
{
    /// <summary>The version that an answer brings; null when nothing tells it from others.</summary>
    public static FileVersion? Of(HttpResponseMessage whole)
    {
        var tag = whole.Headers.ETag is { IsWeak: false } strong ? strong : null;
        var modified = whole.Content.Headers.LastModified;
        return tag is null && modified is null ? null : new(tag, modified, whole.Content.Headers.ContentLength);
    }

    /// <summary>Asks for the rest of this version, or else the whole of another.</summary>
    public void AskFor(HttpRequestMessage request, long position)
    {
        request.Headers.Range = new RangeHeaderValue(position, null);
        request.Headers.IfRange = Tag is not null ? new RangeConditionHeaderValue(Tag) : Modified is { } modified ? new RangeConditionHeaderValue(modified) : null;
    }

    /// <summary>Whether an answer is the rest of this version, and all of it.</summary>
    public bool IsContinuedBy(HttpResponseMessage answer, long position) =>
        answer.StatusCode == HttpStatusCode.PartialContent
        && answer.Content.Headers.ContentRange is { Unit: "bytes", From: { } from, To: { } to, Length: { } length } && from == position && to == length - 1
        && (Length is null || length == Length)
        && (Tag is null ? Modified is null || answer.Content.Headers.LastModified is not { } modified || modified == Modified : answer.Headers.ETag is not { } tag || tag.Equals(Tag));
}
