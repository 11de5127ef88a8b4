namespace AsrService.Core.Jobs;

/// <summary>What a job failed of; protocols that have codes for it take theirs from here.</summary>
public enum JobFailure
{
    /// <summary>The recording: damaged, empty, of no known format, or longer than allowed.</summary>
    Recording,

    /// <summary>The recording is not kept here, or cannot be read from where it is kept.</summary>
    Storage,

    /// <summary>The recording could not be fetched from its URL.</summary>
    Download,

    /// <summary>The server that has the recording did not answer in time, or was too slow.</summary>
    DownloadTimeout,

    /// <summary>A fault of this server, or a worker that was lost.</summary>
    Server,
}
