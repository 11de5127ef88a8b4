using AsrService.Models;
using AsrService.Tests.Outgoing;
using static AsrService.Tests.Models.PullKit;

namespace AsrService.Tests.Models;

/// <summary>Models are fetched whole and right, or not at all, whatever the hub does.</summary>
public sealed class ModelPullTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_model_is_fetched_once()
    {
        await using var kit = await StartAsync((context, _) => SendAsync(context));

        Assert.True(await kit.PullAsync());
        Assert.False(await kit.PullAsync());

        kit.CheckComplete();
        Assert.Equal([""], kit.Asked);
    }

    [Fact]
    public async Task A_damaged_file_is_replaced()
    {
        await using var kit = await StartAsync((context, _) => SendAsync(context));
        await File.WriteAllBytesAsync(kit.Path, OtherBytes, Stop);

        Assert.True(await kit.PullAsync());

        kit.CheckComplete();
    }

    [Fact]
    public async Task A_pull_goes_on_where_it_was_cut()
    {
        await using var kit = await StartAsync((context, before) => SendAsync(context, (before + 1) * 4000));

        await kit.PullAsync();

        kit.CheckComplete();
        Assert.Equal(["", $"bytes=4000- if {Tag}", $"bytes=8000- if {Tag}"], kit.Asked);
    }

    [Fact]
    public async Task A_pull_that_is_cut_often_but_gets_on_is_not_given_up()
    {
        await using var kit = await StartAsync((context, before) => SendAsync(context, (before + 1) * 500));

        await kit.PullAsync();

        kit.CheckComplete();
        Assert.Equal(20, kit.Asked.Count);
    }

    [Fact]
    public async Task A_hub_that_always_cuts_at_the_same_place_is_given_up()
    {
        await using var kit = await StartAsync((context, _) => SendAsync(context, 4000, ignoresRange: true));

        Assert.Contains("broke off", await kit.FailAsync());
        Assert.Equal(6, kit.Asked.Count);
    }

    [Fact]
    public async Task A_hub_that_ignores_ranges_sends_the_whole_again()
    {
        await using var kit = await StartAsync((context, before) => SendAsync(context, before == 0 ? 4000 : int.MaxValue, ignoresRange: true));

        await kit.PullAsync();

        kit.CheckComplete();
    }

    [Theory]
    [InlineData("bytes 3999-9999/10000")]
    [InlineData("bytes 4000-5999/10000")]
    [InlineData("bytes 4000-9999/10001")]
    [InlineData("")]
    public async Task Another_part_than_the_one_asked_for_is_not_taken(string range)
    {
        await using var kit = await StartAsync(async (context, before) =>
        {
            if (before != 1)
            {
                await SendAsync(context, before == 0 ? 4000 : int.MaxValue);
                return;
            }

            (context.Response.StatusCode, context.Response.Headers.ETag, context.Response.Headers.ContentRange) = (206, Tag, range);
            await context.Response.Body.WriteAsync(Bytes.AsMemory(4000));
        });

        await kit.PullAsync();

        kit.CheckComplete();
        Assert.Equal(["", $"bytes=4000- if {Tag}", ""], kit.Asked);
    }

    [Fact]
    public async Task A_file_that_changes_meanwhile_is_fetched_anew()
    {
        await using var kit = await StartAsync((context, before) => before == 0
            ? SendAsync(context, 4000, "\"old\"", OtherBytes)
            : SendAsync(context, ignoresRange: context.Request.Headers.IfRange != Tag));

        await kit.PullAsync();

        kit.CheckComplete();
        Assert.Equal(["", "bytes=4000- if \"old\""], kit.Asked);
    }

    [Fact]
    public async Task Parts_of_two_versions_that_nothing_tells_apart_are_told_by_the_hash()
    {
        await using var kit = await StartAsync((context, before) => SendAsync(context, before == 0 ? 4000 : int.MaxValue, null, before == 0 ? OtherBytes : Bytes));

        await kit.PullAsync();

        kit.CheckComplete();
        Assert.Equal(["", "bytes=4000-", ""], kit.Asked);
    }

    [Fact]
    public async Task Corrupt_bytes_are_deleted_and_told()
    {
        await using var kit = await StartAsync((context, _) => SendAsync(context, bytes: OtherBytes));

        var message = await kit.FailAsync();

        Assert.Contains(Model.Sha256, message);
        Assert.Contains("It is deleted", message);
        Assert.False(File.Exists(kit.PartPath));
        Assert.Single(kit.Asked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_length_is_refused_at_once(bool isAnnounced)
    {
        await using var kit = await StartAsync(async (context, _) =>
        {
            if (isAnnounced)
                context.Response.ContentLength = 10_001;
            await context.Response.Body.WriteAsync((byte[])[.. Bytes, 0]);
        });

        Assert.Contains("Check Asr__Models__Mirror", await kit.FailAsync());
        Assert.Equal(0, new FileInfo(kit.PartPath).Length);
        Assert.Single(kit.Asked);
    }

    [Fact]
    public async Task A_hub_that_stalls_is_asked_again()
    {
        await using var kit = await StartAsync(async (context, before) =>
        {
            if (before > 0)
            {
                await SendAsync(context);
                return;
            }

            (context.Response.ContentLength, context.Response.Headers.ETag) = (Bytes.Length, Tag);
            await context.Response.Body.WriteAsync(Bytes.AsMemory(..4000), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var time = new ManualTime();
        var pull = kit.PullAsync(time: time);

        // Only when all that was sent is written has the stall begun.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!pull.IsCompleted && await timer.WaitForNextTickAsync(Stop))
        {
            if (File.Exists(kit.PartPath) && new FileInfo(kit.PartPath).Length >= 4000)
                time.Advance(TimeSpan.FromSeconds(10));
        }

        await pull;
        kit.CheckComplete();
        Assert.Contains(kit.Said, sentence => sentence.Contains("sent nothing for 30 s", StringComparison.Ordinal));
        Assert.Equal($"bytes=4000- if {Tag}", kit.Asked[1]);
    }

    [Theory]
    [InlineData(401, 1)]
    [InlineData(404, 1)]
    [InlineData(500, 6)]
    [InlineData(429, 6)]
    public async Task Only_what_can_pass_is_asked_for_again(int status, int requests)
    {
        await using var kit = await StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        Assert.Contains($"answered {status}", await kit.FailAsync());
        Assert.Equal(requests, kit.Asked.Count);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("600", null)]
    public async Task A_hub_says_when_it_wants_to_be_asked_again(string retryAfter, int? pause)
    {
        await using var kit = await StartAsync((context, before) =>
        {
            if (before > 0)
                return SendAsync(context);
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (429, retryAfter);
            return Task.CompletedTask;
        });

        if (pause is { } seconds)
        {
            await kit.PullAsync();
            kit.CheckComplete();
            Assert.Contains(TimeSpan.FromSeconds(seconds), kit.Time.Waits);
        }
        else
        {
            Assert.Contains("answered 429", await kit.FailAsync());
        }
    }

    [Fact]
    public async Task A_redirect_is_followed_and_the_rest_asked_for_behind_it()
    {
        var asked = 0;
        await using var kit = await StartAsync((context, _) =>
        {
            if (context.Request.Path.StartsWithSegments("/storage"))
                return SendAsync(context, asked++ == 0 ? 4000 : int.MaxValue);
            context.Response.Redirect("/storage/1");
            return Task.CompletedTask;
        });

        await kit.PullAsync();

        kit.CheckComplete();
        Assert.Equal($"bytes=4000- if {Tag}", kit.Asked[^1]);
    }

    [Theory]
    [InlineData(4000)]
    [InlineData(10_000)]
    public async Task What_an_earlier_run_left_is_gone_on_from(int length)
    {
        await using var kit = await StartAsync((context, _) => SendAsync(context));
        await File.WriteAllBytesAsync(kit.PartPath, Bytes[..length], Stop);

        await kit.PullAsync();

        kit.CheckComplete();
        Assert.Equal(length == 4000 ? ["bytes=4000-"] : [], kit.Asked);
    }

    [Theory]
    [InlineData(4000)]
    [InlineData(10_000)]
    [InlineData(12_000)]
    public async Task What_an_earlier_run_left_of_another_file_is_dropped(int length)
    {
        await using var kit = await StartAsync((context, _) => SendAsync(context));
        await File.WriteAllBytesAsync(kit.PartPath, [.. OtherBytes.Concat(OtherBytes).Take(length)], Stop);

        await kit.PullAsync();

        kit.CheckComplete();
        Assert.Equal("", kit.Asked[^1]);
    }

    [Fact]
    public async Task Two_pulls_at_once_fetch_it_once()
    {
        var waits = new TaskCompletionSource();
        await using var kit = await StartAsync(async (context, _) =>
        {
            await waits.Task;
            await SendAsync(context);
        });
        var pulls = new[] { kit.PullAsync(time: TimeProvider.System), kit.PullAsync(time: TimeProvider.System) };
        while (kit.Said.IsEmpty)
            await Task.Yield();
        waits.SetResult();

        Assert.Equal([false, true], (await Task.WhenAll(pulls)).Order());
        kit.CheckComplete();
        Assert.Single(kit.Asked);
    }

    [Fact]
    public async Task Nothing_is_asked_for_offline()
    {
        await using var kit = await StartAsync((context, _) => SendAsync(context));

        var exception = await Assert.ThrowsAsync<PullException>(() => kit.PullAsync(new() { Mirror = "https://models.example/whisper", Offline = true }));

        Assert.Contains($"Copy https://models.example/whisper/{Model.File} to {kit.Path}", exception.Message);
        Assert.Empty(kit.Asked);
    }

    [Fact]
    public async Task What_has_no_room_is_not_begun()
    {
        await using var kit = await StartAsync((context, _) => SendAsync(context));

        Assert.Contains("There is no room", await kit.FailAsync(Model with { Bytes = 1L << 60 }));
        Assert.Empty(kit.Asked);
    }

    [Fact]
    public async Task A_hub_that_is_away_is_told()
    {
        await using var kit = await StartAsync((context, _) => SendAsync(context));

        var exception = await Assert.ThrowsAsync<PullException>(() => kit.PullAsync(new() { Mirror = "http://127.0.0.1:1/" }));

        Assert.Contains("127.0.0.1 cannot be reached", exception.Message);
    }
}
