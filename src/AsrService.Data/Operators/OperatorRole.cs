namespace AsrService.Data.Operators;

/// <summary>What somebody may do in the dashboard.</summary>
internal enum OperatorRole
{
    /// <summary>Look, and change nothing.</summary>
    Viewer,

    /// <summary>Everything.</summary>
    Operator,
}
