using System.Xml.Linq;
using AsrService.Data.Model;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace AsrService.Data.Clients;

/// <summary>Keeps the keys of ASP.NET Core Data Protection in PostgreSQL, so that every node can read what any has encrypted.</summary>
/// <remarks>The interface is synchronous; it is asked at the start and when a key is made, once in 90 days.</remarks>
internal sealed class DataProtectionKeys(IDbContextFactory<AsrDbContext> contexts) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = contexts.CreateDbContext();
        return [.. db.DataProtectionKeys.AsNoTracking().Select(key => key.Xml).AsEnumerable().Select(xml => XElement.Parse(xml))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = contexts.CreateDbContext();
        db.DataProtectionKeys.Add(new DataProtectionKeyRow { Id = Guid.CreateVersion7(), Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }
}
