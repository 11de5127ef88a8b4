namespace AsrService.Dashboard;

/// <summary>The dashboard: the section <c>Asr:Dashboard</c>.</summary>
internal sealed class DashboardOptions
{
    /// <summary>Whether viewers see what was said: texts and recordings. Defaults to true.</summary>
    public bool ViewersSeeText { get; set; } = true;
}
