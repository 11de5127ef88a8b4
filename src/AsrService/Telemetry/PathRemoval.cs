using System.Diagnostics;
using OpenTelemetry;

namespace AsrService.Telemetry;

/// <summary>Takes the path out of requests' spans: in some protocols it has a user's name or a file's. The route stays.</summary>
internal sealed class PathRemoval : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data) => data.SetTag("url.path", null);
}
