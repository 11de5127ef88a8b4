namespace AsrService.Core;

/// <summary>How values of enumerations are written, in the database, in answers and on pages.</summary>
public static class EnumWord
{
    /// <summary>The value's name in lower case.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
