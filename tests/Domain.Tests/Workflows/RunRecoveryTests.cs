using AiSre.Domain.Workflows.Runs;

namespace AiSre.Domain.Tests.Workflows;

/// <summary>The process that was doing something is gone, and nobody knows how far it came.</summary>
public sealed class RunRecoveryTests
{
    private const string Restart = "  - {id: restart, type: action, action: restart_pod, args: {namespace: a, pod_name: b}}";

    [Theory]
    [InlineData("{id: a, type: gather, collect: [events]}", typeof(GatherCommand))]
    [InlineData("{id: a, type: notify, message: x}", typeof(NotifyCommand))]
    [InlineData("{id: a, type: verify, expect: \"pod.ready\"}", typeof(VerifyCommand))]
    public void What_only_reads_or_tells_is_done_again_under_the_same_attempt(string step, Type command)
    {
        var run = Rehearsal.Begun($"  - {step}");
        var first = run.Command;
        run.Crashes();
        Assert.IsType(command, run.Command);
        Assert.Equal((first!.StepId, first.Attempt), (run.Command!.StepId, run.Command.Attempt));
    }

    [Fact]
    public void An_action_is_asked_after_before_anything_else()
    {
        var run = Rehearsal.Begun(Restart).Crashes();
        var settle = Assert.IsType<SettleCommand>(run.Command);
        // What has not begun is asked for again under the same key, and needs no waiting for.
        Assert.Equal(("wf:run-1:restart:1", false), (settle.Key, settle.IsFinal));
        Assert.True(Assert.IsType<SettleCommand>(Rehearsal.Begun(Restart).Reports(ReportOutcome.Unknown).Command).IsFinal);
    }

    [Fact]
    public void What_the_log_says_of_it_counts()
    {
        var run = Rehearsal.Begun(Restart).Crashes().Reports(ReportOutcome.Done, "Pod b deleted in namespace a");
        Assert.Equal((RunStatus.Succeeded, 1), (run.Run.Status, run.Commands.OfType<ActCommand>().Count()));
    }

    [Fact]
    public void What_the_log_does_not_know_never_began_and_is_asked_for_under_the_same_key()
    {
        var run = Rehearsal.Begun(Restart).Crashes().Reports(ReportOutcome.Absent);
        Assert.Equal("wf:run-1:restart:1", Assert.IsType<ActCommand>(run.Command).Key);
        Assert.Equal(RunStatus.Succeeded, run.Reports(ReportOutcome.Done).Run.Status);
    }

    [Fact]
    public void What_never_began_does_not_begin_in_a_cancelled_run()
    {
        var run = Rehearsal.Begun(Restart).Happens(new CancelAsked("bob")).Crashes().Reports(ReportOutcome.Absent);
        Assert.Equal((RunStatus.Cancelled, 1), (run.Run.Status, run.Commands.OfType<ActCommand>().Count()));
    }

    [Fact]
    public void What_never_began_does_not_begin_after_the_end_of_the_run_s_time()
    {
        var run = Rehearsal.Begun(Restart);
        run.Now += TimeSpan.FromMinutes(90);
        run.Crashes().Reports(ReportOutcome.Absent).Happens(new TimePassed());
        Assert.Equal((RunStatus.TimedOut, 1), (run.Run.Status, run.Commands.OfType<ActCommand>().Count()));
    }

    [Fact]
    public void What_is_longer_ago_than_keys_are_kept_is_not_done_again()
    {
        var run = Rehearsal.Begun(Restart, more: "timeout_minutes: 10000");
        run.Now += RunRules.KeysKept;
        run.Crashes().Reports(ReportOutcome.Absent);
        Assert.Equal((RunStatus.Failed, 1), (run.Run.Status, run.Commands.OfType<ActCommand>().Count()));
        Assert.Contains("unknown_outcome", run.Run.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_outcome_is_looked_into_once_and_never_done_again()
    {
        var run = Rehearsal.Begun(Restart.Replace("}}", "}, retry: {max_attempts: 5}}", StringComparison.Ordinal))
            .Reports(ReportOutcome.Unknown, "No answer.");
        Assert.IsType<SettleCommand>(run.Command);
        run.Reports(ReportOutcome.Unknown, "Nobody can tell.");
        Assert.Equal((RunStatus.Failed, "The step restart failed: unknown_outcome: Nobody can tell."), (run.Run.Status, run.Run.Reason));
        Assert.Single(run.Commands.OfType<ActCommand>());
    }

    [Fact]
    public void What_was_asked_for_and_has_not_begun_in_its_time_is_asked_for_once_more()
    {
        var run = Rehearsal.Begun(Restart).Reports(ReportOutcome.Unknown).Reports(ReportOutcome.Absent);
        Assert.Equal("wf:run-1:restart:1", Assert.IsType<ActCommand>(run.Command).Key);
        // It is looked into like the first.
        Assert.IsType<SettleCommand>(run.Reports(ReportOutcome.Unknown).Command);
        Assert.Equal(RunStatus.Succeeded, run.Reports(ReportOutcome.Done).Run.Status);
    }

    [Fact]
    public void What_has_not_begun_in_its_time_twice_is_tried_again_under_another_key_or_has_failed()
    {
        var once = NotBegun(Restart);
        Assert.Equal(
            (RunStatus.Failed, "The step restart failed: It was not begun within the step's time; nothing was done."),
            (once.Run.Status, once.Run.Reason));

        var twice = NotBegun(Restart.Replace("}}", "}, retry: {max_attempts: 2, backoff_seconds: 1}}", StringComparison.Ordinal))
            .Later(TimeSpan.FromSeconds(1));
        Assert.Equal("wf:run-1:restart:2", Assert.IsType<ActCommand>(twice.Command).Key);

        static Rehearsal NotBegun(string step) => Rehearsal.Begun(step)
            .Reports(ReportOutcome.Unknown).Reports(ReportOutcome.Absent).Reports(ReportOutcome.Unknown).Reports(ReportOutcome.Absent);
    }

    [Fact]
    public void What_is_not_needed_any_more_ends_the_run_and_what_helped_is_not_undone()
    {
        var run = Rehearsal.Begun("""
              - id: scale
                type: action
                action: scale_deployment
                args: {namespace: a, deployment_name: b, replicas: "5"}
                rollback: {action: scale_deployment, args: {namespace: a, deployment_name: b, replicas: "3"}}
            """ + "\n" + Restart);
        run.Reports(ReportOutcome.Done).Reports(ReportOutcome.Needless, "inc-1 is over.");
        Assert.Equal((RunStatus.Cancelled, "inc-1 is over.", "scale:succeeded restart:skipped"), (run.Run.Status, run.Run.Reason, run.Statuses));
        Assert.Equal(2, run.Commands.Count);
    }

    [Fact]
    public void The_report_of_an_action_is_waited_for_longer_than_it_may_take_to_begin()
    {
        var run = Rehearsal.Begun(Restart.Replace("}}", "}, timeout_seconds: 1}", StringComparison.Ordinal));
        Assert.Equal(TimeSpan.FromSeconds(1), run.Command!.Timeout);
        Assert.True(run.Command.Patience > TimeSpan.FromSeconds(45));
    }

    [Fact]
    public void An_unknown_outcome_that_is_found_out_counts_as_what_it_was()
    {
        var run = Rehearsal.Begun(Restart).Reports(ReportOutcome.Unknown).Reports(ReportOutcome.Done, "It was evicted.");
        Assert.Equal((RunStatus.Succeeded, "It was evicted."), (run.Run.Status, run.Step("restart").Message));
    }

    [Fact]
    public void A_run_that_was_stored_and_never_begun_begins() => Assert.NotNull(Rehearsal.Of(Restart).Crashes().Command);

    [Fact]
    public void A_gate_stays_open_over_a_crash_and_an_early_answer_stays_kept()
    {
        var run = Rehearsal.Begun("  - {id: look, type: gather, collect: [events]}\n  - {id: ok, type: approval}\n" + Restart);
        Assert.Equal(AnswerOutcome.Kept, run.Answer(gate: "ok"));
        run.Crashes().Reports(ReportOutcome.Done, json: "{}");
        Assert.Equal("bob", Assert.IsType<ActCommand>(run.Command).Approval?.By);
    }

    [Fact]
    public void What_undoes_a_step_is_asked_after_too()
    {
        var run = Rehearsal.Undoing().Crashes();
        Assert.Equal("wf:run-1:scale:rollback:1", Assert.IsType<SettleCommand>(run.Command).Key);
        run.Reports(ReportOutcome.Absent);
        Assert.Equal("wf:run-1:scale:rollback:1", Assert.IsType<ActCommand>(run.Command).Key);
        Assert.Equal(RunStatus.RolledBack, run.Reports(ReportOutcome.Done).Run.Status);
    }
}
