namespace AsrService.NativeJobs;

/// <summary>Where the parts of a job are.</summary>
internal sealed record NativeLinks(string Self, string Result, string Audio, string Events, string Deliveries)
{
    public static NativeLinks Of(Guid id)
    {
        var self = $"{NativeApi.Path}/{id}";
        return new(self, $"{self}/result", $"{self}/audio", $"{self}/events", $"{self}/deliveries");
    }
}
