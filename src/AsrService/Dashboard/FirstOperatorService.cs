using AsrService.Data.Operators;

namespace AsrService.Dashboard;

/// <summary>Makes the first operator of a new installation, and says the password: to whoever watches, and not into the log, which is kept.</summary>
internal sealed class FirstOperatorService(OperatorStore operators) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await operators.AddFirstAsync(cancellationToken) is { } password)
        {
            await Console.Out.WriteLineAsync(
                $"The dashboard's operator is {OperatorStore.First}, the password {password}. "
                + $"It is not shown again; ./asr operators password {OperatorStore.First} makes a new one.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
