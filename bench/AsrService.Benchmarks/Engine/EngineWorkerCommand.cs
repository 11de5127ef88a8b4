using System.CommandLine;
using System.Diagnostics;
using AsrService.Commands;

namespace AsrService.Benchmarks.Engine;

/// <summary>Runs the product's own program with a recogniser that does nothing; <see cref="EngineCommand"/> starts it.</summary>
internal static class EngineWorkerCommand
{
    public const string Name = "engine-worker";

    public static Command Create()
    {
        var gate = new Argument<string>("gate") { Description = "A file: recordings are not opened while it is there" };
        var command = new Command(Name, "Runs a server that recognises nothing") { gate };
        command.Hidden = true;
        command.SetAction(parsed => Run(parsed.GetRequiredValue(gate)));
        return command;
    }

    private static int Run(string gate)
    {
        using var replacing = DiagnosticListener.AllListeners.Subscribe(new NothingHost(gate));
        return (int)typeof(CommandLine).Assembly.EntryPoint!.Invoke(null, [Array.Empty<string>()])!;
    }
}
