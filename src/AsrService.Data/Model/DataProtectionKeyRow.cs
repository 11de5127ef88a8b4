namespace AsrService.Data.Model;

/// <summary>A row of <c>data_protection_keys</c>: a key of ASP.NET Core Data Protection, which all nodes share.</summary>
internal sealed class DataProtectionKeyRow
{
    public required Guid Id { get; init; }

    public required string Xml { get; init; }
}
