using AiSre.Domain.Workflows.Runs;

namespace AiSre.Domain.Tests.Workflows;

public sealed class RunRulesTests
{
    private const string Restart = """
          - {id: restart, type: action, action: restart_pod, args: {namespace: "{{inputs.namespace}}", pod_name: "{{inputs.pod_name}}"}}
        """;

    [Fact]
    public void Steps_follow_each_other_and_what_they_found_out_is_passed_on()
    {
        var run = Rehearsal.Begun("""
              - {id: look, type: gather, collect: [pod_status], outputs: {reason: "$.pod_status.reason", none: "$.pod_status.none"}}
              - {id: keep, type: set, values: {said: "It was {{steps.look.outputs.reason}}", whole: "{{steps.look.outputs.reason}}"}}
              - {id: is_oom, type: condition, when: "steps.keep.outputs.whole == 'OOMKilled'", else: fail}
              - {id: say, type: notify, message: "{{steps.keep.outputs.said}}."}
            """);
        Assert.Equal(["pod_status"], Assert.IsType<GatherCommand>(run.Command).Collect);
        run.Reports(ReportOutcome.Done, json: """{"pod_status": {"reason": "OOMKilled"}, "events": []}""");
        Assert.Equal("""{"none":null,"reason":"OOMKilled"}""", run.Step("look").Outputs);
        Assert.Equal("It was OOMKilled.", Assert.IsType<NotifyCommand>(run.Command).Message);
        run.Reports(ReportOutcome.Done);
        Assert.Equal("look:succeeded keep:succeeded is_oom:succeeded say:succeeded", run.Statuses);
        Assert.Equal((RunStatus.Succeeded, Rehearsal.Noon), (run.Run.Status, run.Run.EndedAt));
        Assert.Equal([RunNotes.Started, RunNotes.Ended], run.Notes.Select(note => note.Type));
    }

    [Theory]
    [InlineData("next", RunStatus.Succeeded, "a:succeeded b:succeeded c:succeeded")]
    [InlineData("end", RunStatus.Succeeded, "a:succeeded b:skipped c:skipped")]
    [InlineData("fail", RunStatus.Failed, "a:failed b:skipped c:skipped")]
    [InlineData("c", RunStatus.Succeeded, "a:succeeded b:skipped c:succeeded")]
    public void A_condition_that_does_not_hold_says_where_to_go(string other, RunStatus status, string steps)
    {
        var run = Rehearsal.Begun($$"""
              - {id: a, type: condition, when: "inputs.namespace == 'staging'", else: {{other}}}
              - {id: b, type: set, values: {x: y} }
              - {id: c, type: set, values: {x: y} }
            """);
        Assert.Equal((status, steps), (run.Run.Status, run.Statuses));
    }

    [Fact]
    public void A_step_whose_when_is_not_so_is_skipped()
    {
        var run = Rehearsal.Begun("""
              - {id: a, type: notify, when: "incident.severity == 'info'", message: Hello}
              - {id: b, type: notify, when: "incident.severity == 'critical'", message: Hello}
            """);
        Assert.Equal(("b", "a:skipped b:running"), (run.Command?.StepId, run.Statuses));
    }

    [Fact]
    public void An_action_is_asked_for_under_a_key_of_its_own()
    {
        var act = Assert.IsType<ActCommand>(Rehearsal.Begun(Restart).Command);
        Assert.Equal(("wf:run-1:restart:1", "restart_pod namespace=production, pod_name=web-1", null),
            (act.Key, act.Call.ToString(), act.Approval?.By));
    }

    [Fact]
    public void An_argument_without_a_value_is_no_argument()
    {
        var run = Rehearsal.Of(Rehearsal.Definition(Restart), inputs: """{"namespace":"production"}""").Happens(new RunBegins());
        Assert.Equal(RunStatus.Failed, run.Run.Status);
        Assert.Contains("restart_pod has no value for 'pod_name'", run.Run.Reason, StringComparison.Ordinal);
        Assert.Empty(run.Commands);
    }

    [Fact]
    public void What_fails_is_tried_again_and_waits_longer_each_time()
    {
        var run = Rehearsal.Begun("""
              - {id: look, type: gather, collect: [events], retry: {max_attempts: 4, backoff_seconds: 2, factor: 3, max_backoff_seconds: 10}}
            """);
        foreach (var seconds in new[] { 2, 6, 10 })
        {
            run.Reports(ReportOutcome.Failed, "Away.");
            Assert.Equal((RunStatus.WaitingTimer, run.Now.AddSeconds(seconds)), (run.Run.Status, run.Run.DueAt));
            Assert.Null(run.Command);
            run.Later(TimeSpan.FromSeconds(seconds - 1));
            Assert.Null(run.Command);
            run.Later(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(4, run.Command?.Attempt);
        run.Reports(ReportOutcome.Failed, "Away.");
        Assert.Equal((RunStatus.Failed, "The step look failed: Away."), (run.Run.Status, run.Run.Reason));
    }

    [Fact]
    public void Who_says_when_to_come_back_is_listened_to()
    {
        var run = Rehearsal.Begun("  - {id: look, type: gather, collect: [events], retry: {max_attempts: 2}}");
        run.Reports(ReportOutcome.Failed, "Busy.", retryAfter: TimeSpan.FromSeconds(40));
        Assert.Equal(Rehearsal.Noon.AddSeconds(40), run.Run.DueAt);
    }

    [Fact]
    public void A_refusal_is_not_tried_again()
    {
        var run = Rehearsal.Begun("""
              - id: restart
                type: action
                action: restart_pod
                args: {namespace: a, pod_name: b}
                retry: {max_attempts: 3}
            """);
        run.Reports(ReportOutcome.Refused, "The namespace is protected.");
        Assert.Equal((RunStatus.Failed, 1), (run.Run.Status, run.Commands.Count));
    }

    [Fact]
    public void A_failure_that_does_not_matter_is_noted()
    {
        var run = Rehearsal.Begun("""
              - {id: look, type: gather, collect: [events], continue_on_error: true}
              - {id: keep, type: set, values: {status: "{{steps.look.status}}"}}
            """);
        run.Reports(ReportOutcome.Failed, "No cluster is connected.");
        Assert.Equal((RunStatus.Succeeded, "look:failed keep:succeeded"), (run.Run.Status, run.Statuses));
        Assert.Equal("""{"status":"failed"}""", run.Step("keep").Outputs);
    }

    [Fact]
    public void A_wait_is_over_when_its_time_has_come_and_not_before()
    {
        var run = Rehearsal.Begun("  - {id: rest, type: wait, minutes: 10}\n  - {id: say, type: notify, message: x}");
        Assert.Equal(Rehearsal.Noon.AddMinutes(10), run.Run.DueAt);
        run.Later(TimeSpan.FromMinutes(9.9));
        Assert.Null(run.Command);
        run.Later(TimeSpan.FromMinutes(0.1));
        Assert.Equal("say", run.Command?.StepId);
    }

    [Fact]
    public void A_run_waits_for_three_days_and_goes_on()
    {
        var run = Rehearsal.Begun("  - {id: rest, type: wait, minutes: 4320}\n  - {id: say, type: notify, message: x}",
            more: "timeout_minutes: 5000");
        run.Now += TimeSpan.FromDays(3);
        run.Crashes();
        Assert.Equal("say", run.Command?.StepId);
    }

    [Fact]
    public void A_run_has_an_end()
    {
        var run = Rehearsal.Begun("  - {id: ok, type: approval, expires_minutes: 600}", more: "timeout_minutes: 10");
        Assert.Equal(Rehearsal.Noon.AddMinutes(10), run.Run.DueAt);
        run.Later(TimeSpan.FromMinutes(10));
        Assert.Equal((RunStatus.TimedOut, "ok:failed"), (run.Run.Status, run.Statuses));
    }

    [Fact]
    public void Nothing_begins_after_the_end_of_a_runs_time()
    {
        var run = Rehearsal.Begun("  - {id: look, type: gather, collect: [events]}\n" + Restart, more: "timeout_minutes: 1");
        run.Now += TimeSpan.FromMinutes(2);
        run.Reports(ReportOutcome.Done, json: "{}");
        Assert.Equal((RunStatus.TimedOut, "look:succeeded restart:cancelled", 1), (run.Run.Status, run.Statuses, run.Commands.Count));
    }

    [Fact]
    public void While_everything_is_stopped_a_run_waits_and_asks_again_under_another_key()
    {
        var run = Rehearsal.Begun(Restart).Reports(ReportOutcome.Held, "The kill switch is on.");
        Assert.Equal((RunStatus.WaitingTimer, "The kill switch is on."), (run.Run.Status, run.Run.Reason));
        run.Later(RunRules.HeldFor);
        Assert.Equal("wf:run-1:restart:2", Assert.IsType<ActCommand>(run.Command).Key);
    }

    [Fact]
    public void A_report_that_comes_twice_or_too_late_changes_nothing()
    {
        var run = Rehearsal.Begun("  - {id: look, type: gather, collect: [events], retry: {max_attempts: 2}}\n" + Restart);
        run.Reports(ReportOutcome.Failed).Later(TimeSpan.FromMinutes(1));
        var before = run.Run;
        run.Happens(new StepReported { StepId = "look", Attempt = 1, Outcome = ReportOutcome.Done, Json = "{}" });
        run.Happens(new StepReported { StepId = "restart", Attempt = 1, Outcome = ReportOutcome.Done });
        Assert.Same(before, run.Run);
    }

    [Fact]
    public void A_definition_that_is_edited_does_not_touch_a_live_run()
    {
        var definition = Rehearsal.Definition("  - {id: rest, type: wait, seconds: 5}\n  - {id: say, type: notify, message: old}");
        var run = Rehearsal.Of(definition).Happens(new RunBegins());
        _ = definition with { Steps = [] };
        Assert.Equal("old", Assert.IsType<NotifyCommand>(run.Later(TimeSpan.FromSeconds(5)).Command).Message);
    }

    [Fact]
    public void A_dry_run_reads_for_real_and_changes_tells_and_asks_nothing()
    {
        var run = Rehearsal.Begun("  - {id: look, type: gather, collect: [events]}\n  - {id: ok, type: approval}\n" + Restart + """

              - {id: rest, type: wait, minutes: 5}
              - {id: check, type: verify, after_seconds: 60, expect: "pod.ready == true"}
              - {id: say, type: notify, message: "Done with {{inputs.pod_name}}"}
            """, dryRun: true);
        run.Reports(ReportOutcome.Done, json: "{}");
        Assert.Null(Assert.IsType<ActCommand>(run.Command).Approval?.By);
        run.Reports(ReportOutcome.Done, "Would delete pod web-1 in namespace production");
        Assert.Equal("look:succeeded ok:skipped restart:succeeded rest:skipped check:skipped say:skipped", run.Statuses);
        Assert.Equal("Would say: Done with web-1", run.Step("say").Message);
        Assert.Equal((RunStatus.Succeeded, 2), (run.Run.Status, run.Commands.Count));
    }

    [Theory]
    [InlineData("""{"pod": {"ready": true}}""", true, RunStatus.Succeeded)]
    [InlineData("""{"pod": {"ready": false}}""", false, RunStatus.Failed)]
    [InlineData("""{"pod": null}""", null, RunStatus.Failed)]
    [InlineData("{}", null, RunStatus.Failed)]
    public void No_data_is_no_success(string seen, bool? verified, RunStatus status)
    {
        var run = Rehearsal.Begun("  - {id: check, type: verify, expect: \"not pod.ready == false\", on_fail: fail}");
        run.Reports(ReportOutcome.Done, json: seen);
        Assert.Equal((verified, status), (run.Step("check").Verified, run.Run.Status));
    }

    [Fact]
    public void A_verification_looks_after_its_time_and_again_while_it_may()
    {
        var run = Rehearsal.Begun(
            "  - {id: check, type: verify, after_seconds: 120, expect: \"pod.ready\", retry: {max_attempts: 2}, on_fail: next}");
        Assert.Equal(Rehearsal.Noon.AddSeconds(120), run.Run.DueAt);
        run.Later(TimeSpan.FromSeconds(120)).Reports(ReportOutcome.Failed, "The API server does not answer.");
        Assert.Null(run.Step("check").Verified);
        run.Later(TimeSpan.FromSeconds(2));
        run.Reports(ReportOutcome.Done, json: """{"pod": {"ready": false}}""");
        Assert.Equal((false, StepStatus.Failed, RunStatus.Succeeded), (run.Step("check").Verified, run.Step("check").Status, run.Run.Status));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cancelling_ends_a_wait_at_once(bool isGate)
    {
        var run = Rehearsal.Begun((isGate ? "  - {id: ok, type: approval}\n" : "  - {id: ok, type: wait, minutes: 5}\n") + Restart);
        run.Happens(new CancelAsked("bob"));
        Assert.Equal((RunStatus.Cancelled, "Cancelled by bob.", "ok:cancelled restart:cancelled"), (run.Run.Status, run.Run.Reason, run.Statuses));
    }

    [Fact]
    public void Cancelling_lets_the_present_step_end_and_begins_no_other()
    {
        var run = Rehearsal.Begun(Restart + "\n  - {id: say, type: notify, message: x}").Happens(new CancelAsked("bob"));
        Assert.Equal(RunStatus.Running, run.Run.Status);
        run.Reports(ReportOutcome.Done);
        Assert.Equal((RunStatus.Cancelled, "restart:succeeded say:cancelled", 1), (run.Run.Status, run.Statuses, run.Commands.Count));
    }

    [Fact]
    public void What_is_cancelled_is_not_tried_again()
    {
        var run = Rehearsal.Begun("  - {id: look, type: gather, collect: [events], retry: {max_attempts: 3}}").Happens(new CancelAsked("bob"));
        Assert.Equal(RunStatus.Failed, run.Reports(ReportOutcome.Failed).Run.Status);
        Assert.Equal(RunStatus.Cancelled, Rehearsal.Begun(Restart).Happens(new CancelAsked("bob")).Reports(ReportOutcome.Held).Run.Status);
    }

    [Fact]
    public void Outputs_have_a_limit_and_say_when_they_reach_it()
    {
        var run = Rehearsal.Begun("  - {id: look, type: gather, collect: [logs, events]}");
        run.Reports(ReportOutcome.Done, json: $$"""{"logs": "{{new string('é', 40_000)}}", "events": [1, 2]}""");
        Assert.True(run.Step("look").IsTruncated);
        Assert.InRange(run.Step("look").Outputs!.Length, 20_000, StepOutputs.MaxBytes);
        Assert.StartsWith("""{"logs":"\u00E9""", run.Step("look").Outputs, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_json_gives_no_outputs()
    {
        var run = Rehearsal.Begun("  - {id: look, type: gather, collect: [logs], outputs: {a: \"$.a\"}}")
            .Reports(ReportOutcome.Done, json: "{broken");
        Assert.Equal("""{"a":null}""", run.Step("look").Outputs);
    }
}
