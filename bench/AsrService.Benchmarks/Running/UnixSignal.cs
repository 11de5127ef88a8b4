namespace AsrService.Benchmarks.Running;

/// <summary>Signals, by their numbers on Linux.</summary>
internal enum UnixSignal
{
    /// <summary>SIGABRT, with which native code ends its own process.</summary>
    Abort = 6,

    /// <summary>SIGKILL, which no process can answer.</summary>
    Kill = 9,

    /// <summary>SIGTERM: please end, in order.</summary>
    Terminate = 15,

    /// <summary>SIGCONT: goes on after <see cref="Stop"/>.</summary>
    Continue = 18,

    /// <summary>SIGSTOP: stands still until <see cref="Continue"/>.</summary>
    Stop = 19,
}
