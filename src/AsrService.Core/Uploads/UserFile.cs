using System.Security.Cryptography;
using System.Text;

namespace AsrService.Core.Uploads;

/// <summary>A user's file as a request speaks of it. All of it is data that the user's app chose, and never a path.</summary>
public sealed record UserFile
{
    /// <summary>Most characters of <see cref="Id"/> and <see cref="Name"/>.</summary>
    public const int MaxLength = 255;

    /// <summary>What a file without a fitting extension is taken for, and what a request means that names none.</summary>
    public const string DefaultExtension = "m4a";

    /// <summary>Whose it is; empty where the request does not say.</summary>
    public string User { get; init; } = "";

    /// <summary>Its id; null where the request leaves that open.</summary>
    public string? Id { get; init; }

    /// <summary>Its name; null where the request does not say.</summary>
    public string? Name { get; init; }

    /// <summary>The extension, without a dot and in lower case; null where the request does not say.</summary>
    public string? Extension { get; init; }

    /// <summary>SHA-256 of the user's name, 32 bytes: what users are told apart by, because the name may be longer than an index takes.</summary>
    public byte[] UserKey => SHA256.HashData(Encoding.UTF8.GetBytes(User));
}
