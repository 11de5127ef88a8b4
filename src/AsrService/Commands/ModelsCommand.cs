using System.CommandLine;
using AsrService.Core;
using AsrService.Hosting;
using AsrService.Models;

namespace AsrService.Commands;

/// <summary>The models that the server recognises with: looks, fetches, checks, removes. Needs neither a server nor a database.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new("models", "List, fetch, check and remove models") { List(), Pull(), Verify(), Remove() };

    private static Command List()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("list", "Print the known models and which of them are here") { json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            (options, _) =>
            {
                ModelOutput.List(new ModelStore(options).List(), options.Whisper.Model, parsed.GetValue(json));
                return Task.FromResult(true);
            },
            cancellationToken));
        return command;
    }

    private static Command Pull()
    {
        var names = new Argument<string[]>("name") { Description = "Names as ./asr models list prints them", Arity = ArgumentArity.OneOrMore };
        var command = new Command("pull", "Fetch models; goes on where an earlier pull broke off") { names };
        command.SetAction((parsed, cancellationToken) => RunAsync((options, token) => PullAsync(options, parsed.GetRequiredValue(names), token), cancellationToken));
        return command;
    }

    private static Command Verify()
    {
        var names = new Argument<string[]>("name") { Description = "Names; all models that are here unless given", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("verify", "Compare the hashes of models with the known ones; exits with 1 if one is damaged") { names };
        command.SetAction((parsed, cancellationToken) => RunAsync((options, token) => VerifyAsync(options, parsed.GetValue(names) ?? [], token), cancellationToken));
        return command;
    }

    private static Command Remove()
    {
        var name = new Argument<string>("name") { Description = "The model" };
        var force = new Option<bool>("--force") { Description = "Even if it is the configured one" };
        var command = new Command("remove", "Remove a model's file") { name, force };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            (options, _) =>
            {
                Remove(new ModelStore(options).Present(parsed.GetRequiredValue(name)), parsed.GetValue(force));
                return Task.FromResult(true);
            },
            cancellationToken));
        return command;
    }

    private static async Task<bool> PullAsync(AsrOptions options, string[] names, CancellationToken cancellationToken)
    {
        // All names first: a misspelt one is told before an hour of the others.
        var models = names.Distinct().Select(ModelStore.Known).ToList();
        using var hub = new ModelHub(options.Models);
        var locator = new ModelStore(options).Locator;
        var pull = new ModelPull(hub, locator, TimeProvider.System);
        var isComplete = true;
        foreach (var model in models)
        {
            try
            {
                var isNew = await PullDisplay.RunAsync(model, display => pull.PullAsync(model, display, cancellationToken));
                Console.WriteLine($"{model.Name} is {(isNew ? "" : "already ")}at {locator.PathOf(model)}");
            }
            catch (PullException exception)
            {
                isComplete = false;
                await Console.Error.WriteLineAsync($"error: {exception.Message}");
            }
        }

        return isComplete;
    }

    private static async Task<bool> VerifyAsync(AsrOptions options, string[] names, CancellationToken cancellationToken)
    {
        var store = new ModelStore(options);
        var entries = names.Length > 0 ? names.Select(store.Present).ToList() : [.. store.List().Where(entry => entry.State != ModelState.Absent)];
        var isSound = true;
        foreach (var entry in entries)
        {
            var hash = entry.Sha256 is null ? null : await ModelPull.HashAsync(entry.Path, cancellationToken);
            isSound &= hash == entry.Sha256;
            Console.WriteLine(hash == entry.Sha256
                ? $"{entry.Name}: {(hash is null ? "nothing is known to compare it with" : "sound")}"
                : $"{entry.Name}: damaged. {entry.Path} has the SHA-256 {hash} and not {entry.Sha256}. To fetch it anew: ./asr models pull {entry.Name}");
        }

        if (entries.Count == 0)
            Console.WriteLine("There are no models here. To fetch one: ./asr models pull NAME");
        return isSound;
    }

    private static void Remove(ModelEntry entry, bool isForced)
    {
        if (entry.IsConfigured && !isForced)
            throw new StartUpException($"{entry.Name} is the configured model, without which the server does not start. --force removes it all the same.");

        foreach (var suffix in new[] { "", ModelPull.PartSuffix, ModelPull.LockSuffix })
            File.Delete(entry.Path + suffix);
        Console.WriteLine($"{entry.Name} is removed.");
    }

    private static Task<int> RunAsync(Func<AsrOptions, CancellationToken, Task<bool>> work, CancellationToken cancellationToken) =>
        CommandLine.GuardAsync(token => work(AsrConfiguration.Load(CommandHost.CreateBuilder().Configuration), token), cancellationToken);
}
