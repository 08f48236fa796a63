using AiSre.Domain.Deploys;
using CsCheck;

namespace AiSre.Domain.Tests.Deploys;

public sealed class DeployProgressTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static Deploy At(double minutes, DeployStatus status) => new()
    {
        Workspace = "ws", Id = "d", Service = "payments", Actor = "ci-bot", At = Noon.AddMinutes(minutes), Status = status,
    };

    [Fact]
    public void A_rollout_goes_on_and_stays_where_it_began()
    {
        var done = DeployProgress.Follow(At(0, DeployStatus.Started), At(6, DeployStatus.Succeeded) with { Image = "payments:v2" });
        Assert.Equal((DeployStatus.Succeeded, Noon, Noon.AddMinutes(6), "payments:v2"), (done.Status, done.At, done.FinishedAt!.Value, done.Image));
    }

    [Fact]
    public void What_waits_begins_with_the_next_that_is_heard_of_it()
    {
        var begun = DeployProgress.Follow(At(0, DeployStatus.Pending), At(120, DeployStatus.Started));
        Assert.Equal((DeployStatus.Started, Noon.AddMinutes(120), null), (begun.Status, begun.At, begun.FinishedAt));
        Assert.Equal(Noon.AddMinutes(90), DeployProgress.Follow(At(0, DeployStatus.Pending), At(90, DeployStatus.Succeeded)).At);
    }

    [Fact]
    public void What_failed_and_goes_well_in_the_end_began_then()
    {
        var failed = DeployProgress.Follow(At(0, DeployStatus.Started), At(5, DeployStatus.Failed));
        Assert.Same(failed, DeployProgress.Follow(failed, At(10, DeployStatus.Failed)));
        Assert.Equal(Noon.AddMinutes(240), DeployProgress.Follow(failed, At(240, DeployStatus.Succeeded)).At);
    }

    [Theory]
    [InlineData(DeployStatus.Pending)]
    [InlineData(DeployStatus.Started)]
    [InlineData(DeployStatus.Succeeded)]
    [InlineData(DeployStatus.Failed)]
    [InlineData(DeployStatus.Cancelled)]
    public void A_repeat_changes_nothing(DeployStatus status)
    {
        var known = At(0, status);
        Assert.Same(known, DeployProgress.Follow(known, At(3, status) with { Image = "another", Actor = "eve" }));
    }

    [Fact]
    public void A_word_that_was_overtaken_takes_nothing_back()
    {
        var done = At(6, DeployStatus.Succeeded);
        Assert.Same(done, DeployProgress.Follow(done, At(-3, DeployStatus.Pending)));
        var began = DeployProgress.Follow(done, At(0, DeployStatus.Started));
        Assert.Equal((DeployStatus.Succeeded, Noon), (began.Status, began.At));
        Assert.Same(began, DeployProgress.Follow(began, At(2, DeployStatus.Started)));
    }

    [Fact]
    public void What_is_said_to_have_failed_soon_after_its_success_has_failed()
    {
        var known = At(0, DeployStatus.Succeeded);
        var failed = DeployProgress.Follow(known, At(20, DeployStatus.Failed));
        Assert.Equal((DeployStatus.Failed, Noon), (failed.Status, failed.At));
        Assert.Same(known, DeployProgress.Follow(known, At(61, DeployStatus.Failed)));
        Assert.Same(known, DeployProgress.Follow(known, At(-1, DeployStatus.Failed)));
    }

    [Fact]
    public void A_revision_that_went_well_and_comes_again_much_later_is_rolled_out_once_more()
    {
        var known = At(0, DeployStatus.Succeeded) with { FinishedAt = Noon.AddMinutes(10) };
        Assert.False(DeployProgress.IsAnotherRun(known, At(70, DeployStatus.Succeeded)));
        Assert.True(DeployProgress.IsAnotherRun(known, At(71, DeployStatus.Succeeded)));
        Assert.True(DeployProgress.IsAnotherRun(known, At(71, DeployStatus.Started)));
        Assert.False(DeployProgress.IsAnotherRun(known, At(71, DeployStatus.Failed)));
        Assert.False(DeployProgress.IsAnotherRun(At(0, DeployStatus.Failed), At(500, DeployStatus.Succeeded)));
    }

    [Fact]
    public void Said_twice_in_a_row_the_second_time_is_nothing_new() =>
        Gen.Select(Gen.Double[0, 200], Gen.Enum<DeployStatus>()).Array[2, 8].Sample(words =>
        {
            var known = At(words[0].Item1, words[0].Item2);
            foreach (var (minutes, status) in words.Skip(1))
            {
                known = DeployProgress.Follow(known, At(minutes, status));
                Assert.Same(known, DeployProgress.Follow(known, At(minutes, status)));
                Assert.True(known.FinishedAt is null || known.Status.IsOver());
            }
        });
}
