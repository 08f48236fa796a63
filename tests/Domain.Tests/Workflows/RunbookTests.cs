using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Domain.Incidents;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Authoring;
using AiSre.Domain.Workflows.Catalogue;
using AiSre.Domain.Workflows.Runbooks;
using AiSre.Domain.Workflows.Runs;

namespace AiSre.Domain.Tests.Workflows;

public sealed class RunbookTests
{
    private static readonly ImmutableDictionary<string, string> NoLabels = ImmutableDictionary<string, string>.Empty;

    private static readonly RunIncident Oom = new()
    {
        Id = "inc-1", Title = "payments-api OOMKilled", Severity = "critical", Service = "payments-api", Namespace = "prod-eu", Pattern = "oomkilled",
    };

    [Fact]
    public void The_catalogue_is_what_it_should_be()
    {
        Assert.Equal(
            ["bad-deploy-rollback-advice", "cert-expiry-response", "config-missing-triage", "crashloop-triage", "db-connection-pool-relief",
                "disk-pressure-cleanup-advice", "dns-failure-triage", "high-cpu-scale-out", "image-pull-triage", "latency-5xx-triage",
                "node-not-ready-triage", "oom-recovery", "pending-pod-scheduling-triage", "probe-failure-triage"],
            WorkflowCatalogue.Runbooks.Select(runbook => runbook.Id));
        Assert.Equal(["db-connection-pool-relief", "high-cpu-scale-out", "oom-recovery"],
            WorkflowCatalogue.Runbooks.Where(runbook => runbook.Acts).Select(runbook => runbook.Id));
        Assert.All(WorkflowCatalogue.Runbooks, runbook =>
            Assert.Equal((WorkflowOrigin.BuiltIn, WorkflowKind.Runbook), (runbook.Origin, runbook.Kind)));
        var oom = WorkflowCatalogue.Workflows.Single(workflow => workflow.Id == "oom_recovery");
        Assert.Equal(("OOMKilled Recovery Workflow", 5, WorkflowKind.Workflow), (oom.Name, oom.Steps.Length, oom.Kind));
        Assert.Equal(("CrashLoopBackOff Triage", 4), WorkflowCatalogue.Workflows.Where(workflow => workflow.Id == "crashloop_triage")
            .Select(workflow => (workflow.Name, workflow.Steps.Length)).Single());
    }

    [Fact]
    public void No_built_in_acts_before_a_person_has_said_yes() => Assert.All(WorkflowCatalogue.Runbooks, runbook =>
    {
        var first = runbook.Steps.Select((step, i) => (step, i)).FirstOrDefault(entry => entry.step.Type is StepType.Action);
        Assert.True(first.step is null || runbook.Steps.Take(first.i).Any(step => step.Type is StepType.Approval), runbook.Id);
    });

    [Fact]
    public void The_oom_recovery_asks_restarts_and_looks()
    {
        var oom = WorkflowCatalogue.Workflows.Single(workflow => workflow.Id == "oom_recovery");
        var run = Rehearsal.Of(oom, inputs: """{"namespace":"production","pod_name":"web-1"}""").Happens(new RunBegins());
        run.Reports(ReportOutcome.Done, json: """{"pod_status": {"last_termination_reason": "OOMKilled", "memory_limit": "512Mi", "restarts": 4}}""");
        Assert.Equal("web-1 in production was killed at its memory limit (512Mi). Restart it?", run.Run.Gate?.Message);
        run.Answer();
        Assert.Equal(("bob", "restart_pod namespace=production, pod_name=web-1"),
            (((ActCommand)run.Command!).Approval?.By, ((ActCommand)run.Command).Call.ToString()));
        run.Reports(ReportOutcome.Done).Later(TimeSpan.FromSeconds(120)).Reports(ReportOutcome.Done, json: """{"pod": {"ready": true}}""");
        Assert.Equal((RunStatus.Succeeded, true), (run.Run.Status, run.Step("check").Verified));
    }

    [Fact]
    public void What_did_not_run_out_of_memory_is_not_restarted()
    {
        var oom = WorkflowCatalogue.Workflows.Single(workflow => workflow.Id == "oom_recovery");
        var run = Rehearsal.Of(oom, inputs: "{}").Happens(new RunBegins())
            .Reports(ReportOutcome.Done, json: """{"pod_status": {"last_termination_reason": "Error"}}""");
        Assert.Equal((RunStatus.Succeeded, "evidence:succeeded is_oom:succeeded ok:skipped restart:skipped check:skipped"),
            (run.Run.Status, run.Statuses));
    }

    [Fact]
    public void Ones_own_takes_the_place_of_the_built_in_of_its_id()
    {
        var own = Rehearsal.Definition("  - {id: a, type: wait, seconds: 1}") with { Id = "oom_recovery" };
        var all = WorkflowCatalogue.With(WorkflowCatalogue.Workflows, [own]);
        Assert.Equal(WorkflowCatalogue.Workflows.Length, all.Length);
        Assert.Same(own, all.Single(workflow => workflow.Id == "oom_recovery"));
    }

    [Fact]
    public void The_best_match_is_first()
    {
        var found = MatchRules.Of(WorkflowCatalogue.Runbooks, Oom, NoLabels);
        Assert.Equal(("oom-recovery", 1.0, "pattern"), (found[0].Runbook.Id, found[0].Score, string.Join(",", found[0].MatchedOn)));
        Assert.Empty(MatchRules.Of(WorkflowCatalogue.Runbooks, Oom with { Pattern = "unknown" }, NoLabels));
    }

    [Theory]
    [InlineData("patterns: [oomkilled]", 1.0)]
    [InlineData("patterns: [crashloop]", 0)]
    [InlineData("patterns: [oomkilled], services: [payments-api]", 1.0)]
    [InlineData("patterns: [oomkilled], services: [other]", 0)]
    [InlineData("patterns: [oomkilled], services: [other], mode: any", 0.7143)]
    [InlineData("services: [other], namespaces: [\"PROD-*\"], mode: any", 0.3333)]
    [InlineData("severities: [critical, high], title_regex: \"(?i)oomkilled$\"", 1.0)]
    [InlineData("labels: {team: payments}", 1.0)]
    [InlineData("labels: {team: other}", 0)]
    [InlineData("mode: all", 0)]
    public void A_score_is_the_part_of_what_is_asked_that_holds(string match, double score) =>
        Assert.Equal(score, MatchRules.Score(Runbook("a", match), Oom, NoLabels.Add("team", "payments")).Score);

    [Fact]
    public void Between_equals_the_more_specific_wins_then_the_written_then_the_id()
    {
        var generated = Runbook("a", "patterns: [oomkilled]") with { Origin = WorkflowOrigin.Generated };
        var found = MatchRules.Of(
            [generated, Runbook("c", "patterns: [oomkilled]"), Runbook("b", "patterns: [oomkilled]"),
                Runbook("d", "patterns: [oomkilled], services: [payments-api]")],
            Oom, NoLabels);
        Assert.Equal(["d", "b", "c", "a"], found.Select(score => score.Runbook.Id));
    }

    [Fact]
    public void A_runbook_is_made_of_what_has_helped()
    {
        PastIncident[] past =
        [
            new("inc-1", [new("restart_pod", true), new("scale_deployment", false)]), new("inc-2", [new("restart_pod", true)]),
            new("inc-3", [new("scale_deployment", true), new("delete_everything", true)]), new("inc-4", [new("suggest_config_fix", true)]),
        ];
        Assert.Equal(["restart_pod", "scale_deployment"], GenerationRules.Helpful(past));
        var document = GenerationRules.Generate("payments-api", "oomkilled", past, ["pod_status", "events"]);
        var runbook = RunbookText.Read(document).Runbook!;
        Assert.Equal(("generated-oomkilled-payments-api", "OOMKilled Recovery for payments-api"), (runbook.Id, runbook.Name));
        Assert.Equal(["gather", "approval", "action", "verify", "approval", "action", "verify"], runbook.Steps.Select(step => step.Type.Name()));
        Assert.Equal(WorkflowOrigin.Generated, runbook.Origin);
        Assert.Equal(document, GenerationRules.Generate("payments-api", "oomkilled", past, ["pod_status", "events"]));
    }

    [Fact]
    public void What_a_cluster_accepted_has_helped_only_where_somebody_has_seen_that_it_did()
    {
        TimelineEvent[] timeline =
        [
            Executed("act-1", "restart_pod", "success"), Verified("act-1", "restart_pod", true),
            Executed("act-2", "restart_pod", "success"), Verified("act-2", "restart_pod", false),
            Executed("act-3", "scale_deployment", "success"), Verified("act-3", "scale_deployment", EventPayload.Unknown),
            Executed("act-4", "scale_deployment", "failed"), Executed("act-5", "scale_deployment", "noop"),
            new(EventTypes.ActionDenied, "alice", default, EventPayload.Of(("action_id", "act-6"), ("action", "restart_pod"))),
        ];
        var past = PastIncident.Of("inc-1", timeline);
        Assert.Equal(
            [new("restart_pod", true), new("restart_pod", false), new("scale_deployment", false), new PastRemedy("scale_deployment", false)],
            past.Actions);
        Assert.Equal("restart_pod", Assert.Single(GenerationRules.Helpful([past])));

        static TimelineEvent Executed(string id, string action, string status) => new(
            EventTypes.ActionExecuted, "alice", default, EventPayload.Of(("action_id", id), ("action", action), ("status", status)));

        static TimelineEvent Verified(string id, string action, object verified) => new(
            EventTypes.ActionVerified, "system", default, EventPayload.Of(("action_id", id), ("action", action), ("verified", verified)));
    }

    [Fact]
    public void One_lucky_try_is_not_better_than_many()
    {
        var often = Enumerable.Range(0, 10).Select(i => new PastIncident($"inc-{i}", [new("restart_pod", i > 0)]));
        Assert.Equal(["restart_pod", "scale_deployment"], GenerationRules.Helpful([.. often, new("inc-x", [new("scale_deployment", true)])]));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a: b\nsteps: []")]
    [InlineData("\"}} {{inputs.namespace}}")]
    [InlineData("Zahlungen (Übersee)")]
    public void A_service_may_be_called_anything(string service)
    {
        var document = GenerationRules.Generate(service, "image_pull", [new("inc-1", [])], ["events"]);
        var reading = RunbookText.Read(document);
        Assert.Empty(reading.Problems);
        Assert.True(RunbookIds.CanBeSaved(reading.Runbook!.Id), reading.Runbook.Id);
        Assert.Equal([service], reading.Runbook.Match!.Services);
        Assert.Single(reading.Runbook.Steps);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a.b")]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("A")]
    [InlineData("a\n")]
    [InlineData("a_b")]
    [InlineData("..")]
    public void Only_ids_that_are_no_paths_are_saved(string id)
    {
        Assert.False(RunbookIds.CanBeSaved(id));
        Assert.Throws<ArgumentException>(() => RunbookIds.PathOf(id));
    }

    [Fact]
    public void A_runbook_that_came_as_json_is_read_as_strictly()
    {
        Assert.Contains(RunbookText.Read(new("body", """{"id":"a","name":"A","stps":[]}""")).Problems, problem =>
            problem.Message.Contains("did you mean 'steps'?", StringComparison.Ordinal));
        Assert.Contains("a set of keys with an 'id'", RunbookText.Read(new("body", "[]")).Problems[0].Message, StringComparison.Ordinal);
        Assert.NotEmpty(RunbookText.Read(new("body", "")).Problems);
        Assert.NotNull(RunbookText.Read(new("body", """{"id":"a","name":"A","steps":[{"id":"w","type":"wait","seconds":1}]}""")).Runbook);
    }

    [Fact]
    public void Inputs_are_given_checked_and_filled_in()
    {
        var oom = WorkflowCatalogue.Workflows.Single(workflow => workflow.Id == "oom_recovery");
        Assert.Null(InputRules.Read(oom, Given("""{"namespace":"a"}"""), out var problem));
        Assert.Equal(("pod_name", "oom_recovery needs the input 'pod_name'."), (problem!.Input, problem.Message));
        Assert.Null(InputRules.Read(oom, Given("""{"namespace":"a","pod_name":"b","pod":"c"}"""), out problem));
        Assert.Contains("did you mean 'pod_name'?", problem!.Message, StringComparison.Ordinal);
        Assert.Null(InputRules.Read(oom, Given("""{"namespace":"a","pod_name":{"a":1}}"""), out problem));
        Assert.Equal("pod_name", problem!.Input);
        var read = InputRules.Read(oom, Given("""{"namespace":"a","pod_name":"b","service":null}"""), out problem);
        Assert.Equal("""{"namespace":"a","pod_name":"b"}""", read);
        Assert.Equal("/a/b", InputRules.Target(read!).Key);
        Assert.Equal(["namespace", "pod_name"], InputRules.Of(oom, new() { Namespace = "a", Pod = "b", Node = "n" }).Keys.Order());
    }

    private static Dictionary<string, JsonElement> Given(string json) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;

    private static WorkflowDefinition Runbook(string id, string match) =>
        RunbookText.Read(new("x", $"{{id: {id}, name: A, match: {{{match}}}, steps: [{{id: a, type: wait, seconds: 1}}]}}")).Runbook!;
}
