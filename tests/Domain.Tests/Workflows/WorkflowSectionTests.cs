using AiSre.Domain.Definitions;
using AiSre.Domain.Tests.Definitions;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Authoring;

namespace AiSre.Domain.Tests.Workflows;

public sealed class WorkflowSectionTests
{
    private const string Whole = """
        id: restart_it
        name: Restart it
        description: |
          Two
          lines.
        version: 3
        inputs: {namespace: {required: true}, pod_name: {required: true}, note: {default: none}}
        timeout_minutes: 90
        on_error: {notify: true}
        steps:
          - id: evidence
            type: gather
            collect: [pod_status, events]
            timeout_seconds: 20
            retry: {max_attempts: 3, backoff_seconds: 2, factor: 2, max_backoff_seconds: 60}
            continue_on_error: true
            outputs: {reason: "$.pod_status.last_termination_reason"}
          - {id: is_oom, type: condition, when: "steps.evidence.outputs.reason == 'OOMKilled'", else: tell}
          - {id: ok, type: approval, approver_role: admin, expires_minutes: 5, message: "Restart {{inputs.pod_name}}?"}
          - id: restart
            type: action
            when: "incident.severity in ['critical', 'high']"
            action: restart_pod
            args: {namespace: "{{inputs.namespace}}", pod_name: "{{inputs.pod_name}}"}
            rollback: {action: scale_deployment, args: {namespace: x, deployment_name: y, replicas: "1"}}
          - {id: rest, type: wait, minutes: 2}
          - {id: check, type: verify, after_seconds: 120, expect: "pod.ready == true", on_fail: rollback}
          - {id: keep, type: set, values: {was: "{{steps.evidence.outputs.reason}}"}}
          - {id: tell, type: notify, message: "Done."}
        """;

    [Fact]
    public void A_file_is_a_workflow()
    {
        var workflow = Assert.Single(Read(Whole).Of(WorkflowSection.Key));
        Assert.Equal(("restart_it", WorkflowKind.Workflow, 3, 90, true),
            (workflow.Id, workflow.Kind, workflow.Version, workflow.TimeoutMinutes, workflow.NotifyOnError));
        Assert.Equal(StepTypes.All.Order(), workflow.Steps.Select(step => step.Type).Order());
        var step = workflow.Steps[0];
        Assert.Equal((20, new StepRetry(3, 2, 2, 60), true), (step.TimeoutSeconds, step.Retry, step.ContinueOnError));
        Assert.Equal("$.pod_status.last_termination_reason", step.Outputs["reason"]);
        Assert.Equal("tell", workflow.Steps[1].Else);
        Assert.Equal((ApproverRole.Admin, 5), (workflow.Steps[2].ApproverRole, workflow.Steps[2].ExpiresMinutes));
        Assert.Equal("scale_deployment", workflow.Steps[3].Rollback?.Action);
        Assert.Equal((120, 120), (workflow.Steps[4].Seconds, workflow.Steps[5].Seconds));
        Assert.Equal("none", workflow.Inputs[2].Default);
    }

    [Fact]
    public void Several_can_stand_below_their_ids()
    {
        var definitions = Texts.Right(Texts.Own("""
            workflows:
              one: {name: One, steps: [{id: a, type: wait, seconds: 1}]}
              two: {name: Two, steps: [{id: a, type: wait, seconds: 1}]}
            runbooks:
              three: {name: Three, match: {patterns: [oomkilled]}, steps: [{id: a, type: wait, seconds: 1}]}
            """));
        Assert.Equal(["one", "two"], definitions.Of(WorkflowSection.Key).Select(workflow => workflow.Id));
        var runbook = Assert.Single(definitions.Of(RunbookSection.Key));
        Assert.Equal((WorkflowKind.Runbook, WorkflowOrigin.File), (runbook.Kind, runbook.Origin));
    }

    [Fact]
    public void A_file_below_generated_says_where_it_comes_from()
    {
        var read = Texts.Files("{id: g, kind: runbook, name: G, steps: [{id: a, type: wait, seconds: 1}]}", name: "runbooks/generated/g.yaml");
        Assert.Equal(WorkflowOrigin.Generated, Texts.Right(read).Of(RunbookSection.Key)[0].Origin);
    }

    [Fact]
    public void A_config_map_has_no_folders()
    {
        var read = Texts.Files("{id: flat, name: Flat, steps: [{id: a, type: wait, seconds: 1}]}", name: "workflows-flat.yaml");
        Assert.Equal("flat", Texts.Right(read).Of(WorkflowSection.Key)[0].Id);
    }

    [Fact]
    public void One_id_in_two_files_is_a_mistake()
    {
        const string text = "{id: a, name: A, steps: [{id: a, type: wait, seconds: 1}]}";
        var read = Texts.Reader.ReadFiles(Texts.Documents(("workflows/a.yaml", text), ("workflows/b.yaml", text)), _ => null);
        Assert.Contains("The workflow 'a' is defined already, in workflows/a.yaml, line 1", Assert.Single(read.Problems).Message,
            StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "description: |", "§descripton: |", "has no key 'descripton'; did you mean 'description'?" },
        { "id: restart_it", "id: §Restart", "is no id of a workflow" },
        { "version: 3", "version: §many", "allowed are whole numbers" },
        { "type: gather", "type: §gathr", "'gathr' is no type of a step; did you mean 'gather'?" },
        { "collect: [pod_status, events]", "collect: [§pod_stats, events]", "did you mean 'pod_status'?" },
        { "{reason: \"$.pod", "{reason: §\"pod", "it begins with $" },
        { "when: \"steps.evidence", "when: §\"steps.evidense", "There is no step before this one 'evidense'; did you mean 'evidence'?" },
        { "when: \"incident.severity", "when: §\"incident.severty", "did you mean 'severity'?" },
        { "when: \"incident.severity", "when: §\"check.severity", "There is nothing called 'check'" },
        { "when: \"incident.severity in", "when: §\"incident.severity == in", "'when' cannot be read: 'in' stands where" },
        { "else: tell", "else: §evidence", "is neither a way out nor a step further down" },
        { "message: \"Restart {{inputs.pod_name}}?\"", "message: §\"Restart {{inputs.podname}}?\"",
            "There is no input 'podname'; did you mean 'pod_name'?" },
        { "message: \"Restart {{inputs.pod_name}}?\"", "message: §\"Restart {{inputs.pod_name?\"", "This text cannot be read" },
        { "action: restart_pod", "action: §restart", "did you mean 'restart_pod'?" },
        { "expect: \"pod.ready == true\"", "expect: §\"pods.ready == true\"", "There is nothing called 'pods'; did you mean 'pod'?" },
        { "on_fail: rollback", "on_fail: §undo", "allowed: rollback, fail, next" },
        { "approver_role: admin", "approver_role: §viewer", "allowed: operator, admin" },
        { "{id: rest, type: wait, minutes: 2}", "§{id: rest, type: wait}", "A wait has 'seconds' or 'minutes'" },
        { "{id: keep, type: set", "{id: §ok, type: set", "There is a step 'ok' before this one already" },
        { "message: \"Done.\"", "message: \"Done.\", channel: §pager", "There is no channel 'pager'" },
        { "message: \"Done.\"", "message: \"Done.\", §chanel: log", "did you mean 'channel'?" },
        { "timeout_seconds: 20", "timeout_seconds: §601", "from 1 to 600" },
        { "version: 3", "kind: §runbook", "a runbook belongs into runbooks/*.yaml" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void Every_mistake_is_told_at_its_place(string right, string wrong, string says)
    {
        Assert.Contains(right, Whole, StringComparison.Ordinal);
        Texts.AssertProblems(Whole.Replace(right, wrong, StringComparison.Ordinal), says, text => Texts.Files(text, name: "workflows/a.yaml"));
    }

    [Fact]
    public void An_action_has_its_arguments_and_no_others()
    {
        var read = Texts.Files(Whole.Replace("pod_name: \"{{inputs.pod_name}}\"}", "pod: \"{{inputs.pod_name}}\"}", StringComparison.Ordinal),
            name: "workflows/a.yaml");
        Assert.Equal(
            ["restart_pod has no argument 'pod'; did you mean 'pod_name'? Allowed: namespace, pod_name, cluster, accept_revert.",
                "restart_pod needs the argument 'pod_name'."],
            read.Problems.Select(problem => problem.Message));
    }

    [Theory]
    [InlineData("name: A", "A workflow needs an 'id'")]
    [InlineData("{id: a, name: A}", "needs 'steps'")]
    [InlineData("{id: a, name: A, steps: []}", "has no step")]
    [InlineData("{id: a, name: A, timeout_minutes: 1, steps: [{id: a, type: wait, minutes: 2}]}", "wait longer than the 1 minutes")]
    [InlineData("{id: a, name: A, steps: [{id: next, type: wait, seconds: 1}]}", "A step cannot be called 'next'")]
    [InlineData("{id: a, name: A, steps: [7]}", "A step is a single value")]
    [InlineData("{id: a, name: A, inputs: {b: {required: true, default: c}}, steps: [{id: a, type: wait, seconds: 1}]}", "has no default")]
    public void What_is_incomplete_is_told(string text, string says) =>
        Assert.Contains(Texts.Files(text, name: "workflows/a.yaml").Problems, problem => problem.Message.Contains(says, StringComparison.Ordinal));

    [Fact]
    public void There_are_limits()
    {
        var steps = string.Join(", ", Enumerable.Range(0, WorkflowDefinition.MaxSteps + 1).Select(i => $"{{id: s{i}, type: wait, seconds: 1}}"));
        AssertSays($"{{id: a, name: A, steps: [{steps}]}}", "has more than 50 steps");
        AssertSays($"{{id: a, name: A, steps: [{{id: a, type: wait, seconds: 1}}]}}{new string('\n', 70_000)}", "has at most 64 KB");

        static void AssertSays(string text, string says) => Assert.Contains(
            Texts.Files(text, name: "workflows/a.yaml").Problems, problem => problem.Message.Contains(says, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("patterns: [oomkiled]", "did you mean 'oomkilled'?")]
    [InlineData("severities: [sev1]", "is no severity")]
    [InlineData("title_regex: \"(\"", "This regular expression is not one of Go's")]
    [InlineData("pattern: [oomkilled]", "did you mean 'patterns'?")]
    [InlineData("mode: some", "allowed: all, any")]
    [InlineData("labels: [a]", "'labels' are names and values")]
    public void What_a_runbook_is_for_is_read_strictly(string match, string says) => Assert.Contains(
        Texts.Files($"{{id: a, name: A, match: {{{match}}}, steps: [{{id: a, type: wait, seconds: 1}}]}}", name: "runbooks/a.yaml").Problems,
        problem => problem.Message.Contains(says, StringComparison.Ordinal));

    private static WorkspaceDefinitions Read(string text) => Texts.Right(Texts.Files(text, name: "workflows/a.yaml"));
}
