using AsrService.Core.Jobs;

namespace AsrService.Tests.Core;

public sealed class JobFilterTests
{
    [Fact]
    public void A_filter_that_names_no_states_means_all_that_can_be_meant() => Assert.Equal(
        [JobState.Done, JobState.Failed, JobState.Cancelled, JobState.Quarantined],
        new JobFilter().Within(state => state.IsFinal())!.States!);

    [Fact]
    public void One_that_names_some_keeps_those_and_all_else()
    {
        var filter = new JobFilter { States = [JobState.Done, JobState.Queued], Client = "clinic" }.Within(state => state.IsFinal());

        Assert.Equal([JobState.Done], filter!.States!);
        Assert.Equal("clinic", filter.Client);
    }

    [Fact]
    public void One_that_names_none_of_them_means_nothing() => Assert.Null(new JobFilter { States = [JobState.Queued] }.Within(state => state.IsFinal()));

    [Fact]
    public void Only_the_empty_one_leaves_nothing_out()
    {
        Assert.True(new JobFilter().IsEverything);
        Assert.False(new JobFilter { Client = "clinic" }.IsEverything);
    }
}
