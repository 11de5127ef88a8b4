using System.Diagnostics;
using AsrService.DeepFinch;
using OpenTelemetry.Trace;

namespace AsrService.Telemetry;

/// <summary>Leaves out what would only fill the collector: requests that look, and the many chunks of a session. Not those whose caller traces them.</summary>
internal sealed class RootSampler : Sampler
{
    private static readonly string[] Looking = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Options];

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        if (samplingParameters.Kind != ActivityKind.Server)
            return new(SamplingDecision.RecordAndSample);

        var isLeftOut = samplingParameters.Tags?.Any(tag => tag switch
        {
            { Key: "http.request.method", Value: string method } => Looking.Contains(method, StringComparer.Ordinal),
            { Key: "url.path", Value: string path } => path.Equals(DeepFinchApi.ChunkPath, StringComparison.Ordinal),
            _ => false,
        });
        return new(isLeftOut == true ? SamplingDecision.Drop : SamplingDecision.RecordAndSample);
    }
}
