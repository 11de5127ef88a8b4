namespace AsrService.NativeJobs;

/// <summary>A page of jobs, the newest first. <c>Next</c> is the cursor of the next page; null on the last one.</summary>
internal sealed record NativePage(IReadOnlyList<NativeJob> Items, [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)] string? Next);
