namespace AsrService.Outgoing;

/// <summary>Why a download came to nothing.</summary>
internal enum DownloadFault
{
    /// <summary>The URL, or where it led, is not one that is called.</summary>
    Refused,

    /// <summary>The other server has no such file, or not for us.</summary>
    NotFound,

    /// <summary>No name, no connection, a bad certificate, a fault of the other server, or a body that broke off.</summary>
    Unreachable,

    /// <summary>It was too slow or took too long.</summary>
    Timeout,

    /// <summary>The file has more bytes than are allowed.</summary>
    TooLarge,

    /// <summary>More redirects than are followed.</summary>
    TooManyRedirects,
}
