using AsrService.Core;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AsrService.Data.Model;

/// <summary>Keeps a value of an enum as its word, which SQL by hand can read and new values do not move.</summary>
internal static class WordColumn
{
    public static ValueConverter<T, string> Of<T>()
        where T : struct, Enum => new(value => EnumWord.Of(value), word => Enum.Parse<T>(word, true));
}
