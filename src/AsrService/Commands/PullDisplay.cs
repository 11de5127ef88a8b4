using AsrService.Audio.Models;
using AsrService.Models;
using Spectre.Console;

namespace AsrService.Commands;

/// <summary>Shows how a model arrives: a bar with speed and time left, or where nobody watches a line for each tenth.</summary>
internal sealed class PullDisplay : IPullDisplay
{
    private readonly KnownModel model;
    private readonly ProgressContext? context;
    private ProgressTask? bar;
    private long first;
    private long tenth;

    private PullDisplay(KnownModel model, ProgressContext? context)
    {
        this.model = model;
        this.context = context;
    }

    /// <summary>Runs something that fetches a model.</summary>
    public static Task<bool> RunAsync(KnownModel model, Func<PullDisplay, Task<bool>> pull) => !ErrorScreen.IsWatched
        ? pull(new(model, null))
        : ErrorScreen.Terminal.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(context => pull(new(model, context)));

    public void Show(long bytes)
    {
        if (context is null)
        {
            ShowTenth(bytes);
            return;
        }

        // What an earlier run fetched is no part of the bar: it would be taken for speed.
        if (bar is null || bytes < first)
        {
            bar?.StopTask();
            first = bytes;
            bar = context.AddTask(bytes > 0 ? $"{model.Name}, the rest" : model.Name, maxValue: model.Bytes - bytes);
        }

        bar.Value = bytes - first;
    }

    public void Say(string sentence) => ErrorScreen.Say(sentence);

    private void ShowTenth(long bytes)
    {
        var reached = bytes * 10 / model.Bytes;
        if (reached > tenth)
            Say($"{model.Name}: {reached * 10} % of {ByteSize.Of(model.Bytes)}");
        tenth = reached;
    }
}
