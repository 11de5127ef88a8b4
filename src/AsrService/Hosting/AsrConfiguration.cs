using System.ComponentModel.DataAnnotations;
using System.Reflection;
using AsrService.Core;

namespace AsrService.Hosting;

/// <summary>Reads the section <c>Asr</c> once, strictly: what is wrong stops the start and not the first request.</summary>
internal static class AsrConfiguration
{
    private const string Section = "Asr";

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="StartUpException">A key is unknown or a value is out of range.</exception>
    public static AsrOptions Load(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        RefuseUnknownKeys(section, typeof(AsrOptions));
        try
        {
            var options = section.Get<AsrOptions>() ?? new AsrOptions();
            Validate(options, Section);
            return options.Roles == NodeRoles.None ? throw new StartUpException($"{Section}:Roles names no role.") : options;
        }
        catch (InvalidOperationException exception)
        {
            throw new StartUpException(exception.Message);
        }
    }

    private static void RefuseUnknownKeys(IConfigurationSection section, Type options)
    {
        var known = options.GetProperties().Where(property => property.CanWrite).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (!known.TryGetValue(child.Key, out var property))
            {
                var nearest = known.Keys
                    .OrderByDescending(name => name.StartsWith(child.Key, StringComparison.OrdinalIgnoreCase))
                    .ThenBy(name => EditDistance.Between(name, child.Key))
                    .First();
                throw new StartUpException($"The setting {child.Path} is unknown. Did you mean {section.Path}:{nearest}?");
            }

            if (IsSection(property))
                RefuseUnknownKeys(child, property.PropertyType);
            else if (child.GetChildren().FirstOrDefault() is { } below)
                throw new StartUpException($"The setting {below.Path} is unknown: {child.Path} is a single value.");
        }
    }

    private static void Validate(object options, string path)
    {
        var errors = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), errors, validateAllProperties: true))
            throw new StartUpException($"In {path}: {string.Join(' ', errors.Select(error => error.ErrorMessage))}");

        foreach (var property in options.GetType().GetProperties().Where(IsSection))
            Validate(property.GetValue(options)!, $"{path}:{property.Name}");
    }

    private static bool IsSection(PropertyInfo property) => property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal);
}
