using System.CommandLine;
using System.Text.Json;
using AsrService.Core;
using AsrService.Core.Clients;
using AsrService.Data.Operators;

namespace AsrService.Commands;

/// <summary>Who may use the dashboard: works on the server's database, whether or not the server runs.</summary>
internal static class OperatorsCommand
{
    public static Command Create() => new("operators", "Say who may use the dashboard") { Password() };

    private static Command Password()
    {
        var name = new Argument<string>("name") { Description = "The operator's name; a new one is added" };
        var role = new Option<OperatorRole?>("--role") { Description = "viewer: may look and change nothing; operator (a new one's, unless said): everything" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("password", "Make a new password and print it, once; sessions with the old one end") { name, role, json };
        command.SetAction((parsed, cancellationToken) => CommandLine.GuardAsync(() => DatabaseHost.RunAsync(
            (services, token) => RenewAsync(services.GetRequiredService<OperatorStore>(), parsed.GetRequiredValue(name), parsed.GetValue(role), parsed.GetValue(json), token),
            cancellationToken)));
        return command;
    }

    private static async Task RenewAsync(OperatorStore operators, string name, OperatorRole? role, bool asJson, CancellationToken cancellationToken)
    {
        if (name.Trim().Length == 0 || name.Length > ClientSettings.MaxNameLength || name.Any(char.IsControl))
            throw new StartUpException($"An operator's name has 1 to {ClientSettings.MaxNameLength} characters, none of them control characters.");

        var password = await operators.RenewPasswordAsync(name, role, cancellationToken);
        Console.WriteLine(asJson
            ? JsonSerializer.Serialize(new { name, password })
            : $"The password of {name} is {password}. It is not shown again; older sessions in the dashboard have ended.");
    }
}
