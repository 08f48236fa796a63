using AiSre.Domain.Workflows.Runs;

namespace AiSre.Domain.Tests.Workflows;

/// <summary>The guard cannot see whether an action may be: that is no refusal, and it is asked again within the step's time.</summary>
public sealed class UndecidedTests
{
    private const string Restart =
        "  - {id: restart, type: action, action: restart_pod, args: {namespace: a, pod_name: b}, retry: {max_attempts: 2}}";

    [Fact]
    public void It_is_asked_again_under_the_same_key_farther_and_farther_apart()
    {
        var run = Rehearsal.Begun(Restart);
        var pauses = new List<double>();
        for (var ask = 1; ask <= 5; ask++)
        {
            run.Reports(ReportOutcome.Undecided, "The pod could not be read.");
            Assert.Equal((RunStatus.WaitingTimer, "The pod could not be read. It is asked again."), (run.Run.Status, run.Run.Reason));
            var pause = run.Run.DueAt!.Value - run.Now;
            pauses.Add(pause.TotalSeconds);
            run.Later(pause);
        }
        Assert.Equal([2, 2, 4, 8, 15], pauses);
        Assert.All(run.Commands.OfType<ActCommand>(), act => Assert.Equal("wf:run-1:restart:1", act.Key));
        // The step's time counts from the first question.
        Assert.Equal(Rehearsal.Noon, Assert.IsType<ActCommand>(run.Command).AskedSince);
        Assert.Equal((RunStatus.Succeeded, 1), (run.Reports(ReportOutcome.Done).Run.Status, run.Step("restart").Attempt));
    }

    [Fact]
    public void What_it_decides_in_the_end_counts()
    {
        var run = Blind(Rehearsal.Begun(Restart)).Reports(ReportOutcome.Refused, "The pod could not be read.");
        Assert.Equal((RunStatus.Failed, "The step restart failed: The pod could not be read."), (run.Run.Status, run.Run.Reason));
    }

    [Fact]
    public void An_attempt_that_failed_after_it_was_decided_is_followed_by_another()
    {
        var run = Blind(Rehearsal.Begun(Restart)).Reports(ReportOutcome.Failed, "The cluster is down.");
        run.Later(run.Run.DueAt!.Value - run.Now);
        Assert.Equal(("wf:run-1:restart:2", null), (Assert.IsType<ActCommand>(run.Command).Key, ((ActCommand)run.Command!).AskedSince));
    }

    [Fact]
    public void A_run_that_is_cancelled_meanwhile_asks_no_more()
    {
        var run = Rehearsal.Begun(Restart).Reports(ReportOutcome.Undecided).Happens(new CancelAsked("bob"));
        Assert.Equal((RunStatus.Cancelled, 1), (run.Run.Status, run.Commands.Count));
        var late = Rehearsal.Begun(Restart).Happens(new CancelAsked("bob")).Reports(ReportOutcome.Undecided);
        Assert.Equal(RunStatus.Cancelled, late.Run.Status);
    }

    [Fact]
    public void It_survives_a_crash()
    {
        var run = Blind(Rehearsal.Begun(Restart)).Crashes();
        Assert.IsType<SettleCommand>(run.Command);
        Assert.Equal("wf:run-1:restart:1", Assert.IsType<ActCommand>(run.Reports(ReportOutcome.Absent).Command).Key);
    }

    [Fact]
    public void What_undoes_a_step_is_asked_for_again_too()
    {
        var run = Blind(Rehearsal.Undoing());
        Assert.Equal("wf:run-1:scale:rollback:1", Assert.IsType<ActCommand>(run.Command).Key);
        Assert.Equal(RunStatus.RolledBack, run.Reports(ReportOutcome.Done).Run.Status);
    }

    /// <summary>Twice it could not see.</summary>
    private static Rehearsal Blind(Rehearsal run)
    {
        for (var ask = 1; ask <= 2; ask++)
        {
            run.Reports(ReportOutcome.Undecided, "The pod could not be read.");
            run.Later(run.Run.DueAt!.Value - run.Now);
        }
        return run;
    }
}
