using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Runs;

namespace AiSre.Domain.Tests.Workflows;

public sealed class RollbackTests
{
    private const string Two = """
          - id: one
            type: action
            action: scale_deployment
            args: {namespace: a, deployment_name: one, replicas: "{{inputs.replicas}}"}
            rollback: {action: scale_deployment, args: {namespace: a, deployment_name: one, replicas: "2"}}
          - {id: plain, type: action, action: restart_pod, args: {namespace: a, pod_name: p}}
          - id: two
            type: action
            action: scale_deployment
            args: {namespace: a, deployment_name: two, replicas: "{{inputs.replicas}}"}
            rollback: {action: scale_deployment, args: {namespace: a, deployment_name: two, replicas: "3"}}
          - {id: check, type: verify, expect: "workload.ready_replicas == 5"}
        """;

    [Fact]
    public void What_was_done_is_undone_the_last_first()
    {
        var run = Failing();
        Assert.Equal(("scale_deployment deployment_name=two, namespace=a, replicas=3", true), (Act(run).Call.ToString(), Act(run).IsRollback));
        Assert.Equal(RunStatus.RollingBack, run.Run.Status);
        run.Reports(ReportOutcome.Done);
        Assert.Equal("wf:run-1:one:rollback:1", Act(run).Key);
        run.Reports(ReportOutcome.Done);
        Assert.Equal((RunStatus.RolledBack, "one:rolled_back plain:succeeded two:rolled_back check:failed"), (run.Run.Status, run.Statuses));
    }

    [Fact]
    public void What_was_so_already_is_not_undone()
    {
        var run = Rehearsal.Begun(Two).Reports(ReportOutcome.Done, changedNothing: true).Reports(ReportOutcome.Done).Reports(ReportOutcome.Done)
            .Reports(ReportOutcome.Failed);
        Assert.Equal("two", Assert.Single(run.Run.Rollbacks).StepId);
    }

    [Fact]
    public void What_cannot_be_undone_is_said_and_the_rest_is_undone()
    {
        var run = Failing().Reports(ReportOutcome.Refused, "Frozen.").Reports(ReportOutcome.Done);
        Assert.Equal((RunStatus.RollbackFailed, "one:rolled_back plain:succeeded two:succeeded check:failed"), (run.Run.Status, run.Statuses));
        Assert.EndsWith("What these did could not be undone: two.", run.Run.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_undoing_whose_outcome_nobody_knows_is_not_tried_again()
    {
        var run = Failing().Reports(ReportOutcome.Unknown).Reports(ReportOutcome.Unknown).Reports(ReportOutcome.Done);
        Assert.Equal(RunStatus.RollbackFailed, run.Run.Status);
        Assert.Equal(2, run.Commands.OfType<ActCommand>().Count(act => act.IsRollback));
    }

    [Fact]
    public void While_everything_is_stopped_undoing_waits()
    {
        var run = Failing().Reports(ReportOutcome.Held, "The kill switch is on.");
        Assert.Equal((RunStatus.RollingBack, run.Now + RunRules.HeldFor), (run.Run.Status, run.Run.DueAt));
        run.Later(RunRules.HeldFor);
        Assert.Equal("wf:run-1:two:rollback:2", Act(run).Key);
    }

    [Fact]
    public void Undoing_does_not_wait_for_ever()
    {
        var run = Failing();
        run.Now += TimeSpan.FromHours(3);
        run.Reports(ReportOutcome.Held).Reports(ReportOutcome.Held);
        Assert.Equal(RunStatus.RollbackFailed, run.Run.Status);
    }

    [Fact]
    public void Undoing_is_not_cancelled()
    {
        var run = Failing().Happens(new CancelAsked("bob"));
        Assert.Equal(RunStatus.RollingBack, run.Run.Status);
        Assert.Equal(RunStatus.RolledBack, run.Reports(ReportOutcome.Done).Reports(ReportOutcome.Done).Run.Status);
    }

    [Fact]
    public void A_denial_undoes_nothing()
    {
        var run = Rehearsal.Begun(Two.Replace("  - {id: plain", "  - {id: ok, type: approval}\n  - {id: plain", StringComparison.Ordinal))
            .Reports(ReportOutcome.Done);
        Assert.Equal(AnswerOutcome.Accepted, run.Answer(approved: false));
        Assert.Equal((RunStatus.Rejected, 1), (run.Run.Status, run.Commands.Count));
    }

    [Fact]
    public void A_dry_run_has_nothing_to_undo()
    {
        var run = Rehearsal.Begun(Two + "\n  - {id: last, type: condition, when: \"false\", else: fail}", dryRun: true)
            .Reports(ReportOutcome.Done).Reports(ReportOutcome.Done).Reports(ReportOutcome.Done);
        Assert.Equal((RunStatus.Failed, 3), (run.Run.Status, run.Commands.Count));
    }

    [Fact]
    public void An_undoing_without_its_values_is_said_when_it_is_needed()
    {
        var run = Rehearsal.Begun("""
              - {id: look, type: gather, collect: [workload_status], outputs: {replicas: "$.workload_status.replicas"}}
              - id: one
                type: action
                action: scale_deployment
                args: {namespace: a, deployment_name: one, replicas: "5"}
                rollback: {action: scale_deployment, args: {namespace: a, deployment_name: one, replicas: "{{steps.look.outputs.replicas}}"}}
              - {id: last, type: condition, when: "false", else: fail}
            """).Reports(ReportOutcome.Done, json: "{}").Reports(ReportOutcome.Done);
        Assert.Equal(RunStatus.RollbackFailed, run.Run.Status);
    }

    [Fact]
    public void What_undoes_an_approved_action_is_approved_with_it()
    {
        var run = Rehearsal.Begun("  - {id: ok, type: approval}\n" + Two);
        run.Answer();
        run.Reports(ReportOutcome.Done).Reports(ReportOutcome.Refused, "No.");
        Assert.Equal(("one", "bob"), (Act(run).StepId, Act(run).Approval?.By));
    }

    [Fact]
    public void What_is_undone_has_the_role_of_the_gate_that_it_was_approved_at_and_not_of_a_later_one()
    {
        var run = Rehearsal.Begun("  - {id: ok, type: approval}\n"
            + Two.Replace("  - {id: plain", "  - {id: more, type: approval, approver_role: admin}\n  - {id: plain", StringComparison.Ordinal));
        run.Answer(by: "olga", gate: "ok");
        run.Reports(ReportOutcome.Done).Answer(by: "root", role: ApproverRole.Admin, gate: "more");
        run.Reports(ReportOutcome.Refused, "No.");
        Assert.Equal(("one", "olga", ApproverRole.Operator), (Act(run).StepId, Act(run).Approval?.By, Act(run).Approval?.Role));
    }

    [Fact]
    public void Undoing_names_all_that_the_run_has_done_and_trying_again_the_attempts_before_it()
    {
        var run = Rehearsal.Begun(Two.Replace("replicas: \"2\"}}", "replicas: \"2\"}}\n    retry: {max_attempts: 2, backoff_seconds: 1}",
            StringComparison.Ordinal));
        Done(run, "a1", ReportOutcome.Failed).Later(TimeSpan.FromSeconds(1));
        Assert.Equal(["a1"], Act(run).Follows);
        Done(run, "a2");
        Done(run, "a3");
        Done(run, "a4", ReportOutcome.Refused);
        Assert.Equal(("one", true), (Act(run).StepId, Act(run).Undoes));
        Assert.Equal(["a1", "a2", "a3", "a4"], Act(run).Follows);
    }

    private static Rehearsal Done(Rehearsal run, string action, ReportOutcome outcome = ReportOutcome.Done) => run.Happens(new StepReported
    {
        StepId = run.Command!.StepId, Attempt = run.Command.Attempt, Outcome = outcome, Message = "Said so.", ActionId = action,
    });

    private static Rehearsal Failing() => Rehearsal.Begun(Two).Reports(ReportOutcome.Done).Reports(ReportOutcome.Done).Reports(ReportOutcome.Done)
        .Reports(ReportOutcome.Done, json: """{"workload": {"ready_replicas": 1}}""");

    private static ActCommand Act(Rehearsal run) => Assert.IsType<ActCommand>(run.Command);
}
