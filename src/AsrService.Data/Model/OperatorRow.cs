using AsrService.Data.Operators;

namespace AsrService.Data.Model;

/// <summary>A row of <c>operators</c>: who may log in to the dashboard.</summary>
internal sealed class OperatorRow
{
    public required string Name { get; init; }

    public required OperatorRole Role { get; set; }

    /// <summary>As ASP.NET Core Identity writes it.</summary>
    public required string PasswordHash { get; set; }

    /// <summary>Raised with each new password: sessions from before it end.</summary>
    public required int PasswordVersion { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
