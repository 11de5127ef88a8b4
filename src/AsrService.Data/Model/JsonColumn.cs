using System.Text.Json;
using System.Text.Json.Serialization;

namespace AsrService.Data.Model;

/// <summary>How values stand in columns of type <c>jsonb</c>: camelCase names, nothing for what is null.</summary>
internal static class JsonColumn
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Format);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Format)!;
}
