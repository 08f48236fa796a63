using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Catalogue;
using AiSre.Domain.Workflows.Runs;

namespace AiSre.Domain.Tests.Workflows;

/// <summary>
/// Runs as earlier versions stored them, and what happened to them. A newer engine must read each and do the same: somebody's run is waiting in a
/// database. Recordings are never changed; a new meaning gets a new recording, and the old one goes on meaning what it meant. With
/// <c>AI_SRE_RECORD_RUNS</c> set, the stories below are recorded that have no file yet.
/// </summary>
public sealed class RecordedRunTests
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true, Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Distinguish } },
    };

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Workflows", "Recorded");

    public static TheoryData<string> Recordings => [.. Stories.Keys];

    [Theory, MemberData(nameof(Recordings))]
    public void A_stored_run_goes_on_as_it_would_have(string story)
    {
        var file = Path.Combine(Folder, story + ".json");
        if (Environment.GetEnvironmentVariable("AI_SRE_RECORD_RUNS") is { Length: > 0 } target)
        {
            file = Path.Combine(target, story + ".json");
            if (!File.Exists(file)) File.WriteAllText(file, JsonSerializer.Serialize(Record(Stories[story]), Options));
        }
        var recorded = JsonSerializer.Deserialize<Recording>(File.ReadAllText(file), Options)!;
        var before = recorded.Start;
        // What is stored is text: every step begins with what a newer version reads of an older one's.
        foreach (var chapter in recorded.Chapters)
        {
            var whole = before.DeepClone();
            whole["definition"] = recorded.Definition.DeepClone();
            var run = whole.Deserialize<WorkflowRun>(Options)!;
            var turn = chapter.Answer is { } answer ? RunRules.Answer(run, answer, chapter.At).Turn : RunRules.Next(run, chapter.Event!, chapter.At);
            Assert.Equal(chapter.Command, Say(turn.Command));
            AssertHolds(chapter.After, Stored(turn.Run));
            before = chapter.After;
        }
    }

    /// <summary>Without its definition, which stays as it is.</summary>
    private static JsonNode Stored(WorkflowRun run)
    {
        var stored = JsonSerializer.SerializeToNode(run, Options)!;
        stored.AsObject().Remove("definition");
        return stored;
    }

    /// <summary>New fields may be there that the recording does not have; what it has must be so.</summary>
    private static void AssertHolds(JsonNode? expected, JsonNode? actual)
    {
        switch (expected)
        {
            case JsonObject members:
                foreach (var (name, value) in members) AssertHolds(value, actual?[name]);
                break;
            case JsonArray items:
                Assert.Equal(items.Count, actual?.AsArray().Count);
                for (var i = 0; i < items.Count; i++) AssertHolds(items[i], actual![i]);
                break;
            default:
                Assert.Equal(expected?.ToJsonString(), actual?.ToJsonString());
                break;
        }
    }

    private static readonly Dictionary<string, Action<Recorder>> Stories = new()
    {
        ["oom-recovery-approved"] = story => story.Starts(Catalogue("oom_recovery"), """{"namespace":"production","pod_name":"web-1"}""")
            .Reports(ReportOutcome.Done, """{"pod_status":{"last_termination_reason":"OOMKilled","memory_limit":"512Mi"}}""").Answers(true, "bob")
            .Crashes().Reports(ReportOutcome.Absent).Reports(ReportOutcome.Done).Waits(120).Reports(ReportOutcome.Done, """{"pod":{"ready":true}}"""),
        ["oom-recovery-denied"] = story => story.Starts(Catalogue("oom_recovery"), """{"namespace":"production","pod_name":"web-1"}""")
            .Reports(ReportOutcome.Done, """{"pod_status":{"last_termination_reason":"OOMKilled"}}""").Answers(false, "bob"),
        ["oom-recovery-expired"] = story => story.Starts(Catalogue("oom_recovery"), """{"namespace":"production","pod_name":"web-1"}""")
            .Reports(ReportOutcome.Done, """{"pod_status":{"last_termination_reason":"OOMKilled"}}""").Waits(1_800),
        ["scale-out-rolled-back"] = story => story
            .Starts(Catalogue("high_cpu_scale_out"), """{"namespace":"production","deployment_name":"web","replicas":"6"}""")
            .Reports(ReportOutcome.Done, """{"workload_status":{"desired_replicas":3}}""").Answers(true, "bob").Reports(ReportOutcome.Unknown)
            .Reports(ReportOutcome.Done).Waits(120).Reports(ReportOutcome.Done, """{"workload":{"ready_replicas":3,"desired_replicas":6}}""")
            .Reports(ReportOutcome.Held).Waits(30).Reports(ReportOutcome.Done),
        ["asked-again"] = story => story
            .Starts(Catalogue("high_cpu_scale_out"), """{"namespace":"production","deployment_name":"web","replicas":"6"}""")
            .Reports(ReportOutcome.Done, """{"workload_status":{"desired_replicas":3}}""").Answers(true, "bob").Reports(ReportOutcome.Undecided)
            .Waits(2).Reports(ReportOutcome.Undecided).Waits(2).Reports(ReportOutcome.Done).Waits(120)
            .Reports(ReportOutcome.Done, """{"workload":{"ready_replicas":3,"desired_replicas":6}}""").Reports(ReportOutcome.Undecided).Waits(2)
            .Reports(ReportOutcome.Done),
        ["every-step-type"] = story => story.Starts(Rehearsal.Definition("""
              - id: look
                type: gather
                collect: [events]
                retry: {max_attempts: 3, backoff_seconds: 5}
                continue_on_error: true
                outputs: {n: "$.n"}
              - {id: keep, type: set, values: {n: "{{steps.look.outputs.n}}", text: "n is {{steps.look.outputs.n}}"}}
              - {id: big, type: condition, when: "steps.keep.outputs.n > 3 and inputs.namespace matches '^prod'", else: tell}
              - {id: rest, type: wait, minutes: 5}
              - {id: skipped, type: wait, when: "steps.look.status == 'failed'", minutes: 5}
              - {id: tell, type: notify, message: "{{steps.keep.outputs.text}}"}
              - {id: ok, type: approval, approver_role: admin, four_eyes: true, expires_minutes: 5}
              - id: act
                type: action
                action: restart_pod
                args: {namespace: "{{inputs.namespace}}", pod_name: "{{inputs.pod_name}}"}
                continue_on_error: true
              - {id: check, type: verify, expect: "pod.ready", on_fail: next}
            """), Rehearsal.Inputs).Reports(ReportOutcome.Failed).Waits(5).Reports(ReportOutcome.Done, """{"n":7}""").Waits(300)
            .Reports(ReportOutcome.Done).Answers(true, "root", ApproverRole.Admin).Reports(ReportOutcome.Refused).Reports(ReportOutcome.Done, "{}"),
        ["cancelled-between-steps"] = story => story.Starts(Rehearsal.Definition(
                "  - {id: look, type: gather, collect: [events]}\n  - {id: tell, type: notify, message: x}"), Rehearsal.Inputs).Cancels("bob")
            .Reports(ReportOutcome.Done, "{}"),
        ["answered-early"] = story => story.Starts(Rehearsal.Definition(
                "  - {id: rest, type: wait, minutes: 1}\n  - {id: ok, type: approval}\n  - {id: tell, type: notify, message: x}"), Rehearsal.Inputs)
            .Answers(true, "bob").Answers(false, "carol").Waits(60).Answers(false, "carol").Reports(ReportOutcome.Done),
        ["dry-run"] = story => story.Starts(Catalogue("oom_recovery"), """{"namespace":"production","pod_name":"web-1"}""", dryRun: true)
            .Reports(ReportOutcome.Done, """{"pod_status":{"last_termination_reason":"OOMKilled"}}""").Reports(ReportOutcome.Done),
    };

    private static WorkflowDefinition Catalogue(string id) => WorkflowCatalogue.Workflows.Single(workflow => workflow.Id == id);

    private static Recording Record(Action<Recorder> story)
    {
        var recorder = new Recorder();
        story(recorder);
        return new(recorder.Definition!, recorder.Start!, [.. recorder.Chapters]);
    }

    private static string? Say(RunCommand? command) => command switch
    {
        null => null,
        ActCommand act => $"act {act.Key} {act.Call} approved by {act.Approval?.By ?? "nobody"}",
        SettleCommand settle => $"settle {settle.Key}",
        GatherCommand gather => $"gather {gather.StepId} {gather.Attempt} {string.Join(",", gather.Collect)}",
        NotifyCommand notify => $"notify {notify.StepId} {notify.Attempt} {notify.Message}",
        _ => $"verify {command.StepId} {command.Attempt}",
    };

    /// <summary>Events say what they are.</summary>
    private static void Distinguish(JsonTypeInfo type)
    {
        if (type.Type != typeof(RunEvent)) return;
        type.PolymorphismOptions = new();
        foreach (var kind in new[] { typeof(RunBegins), typeof(TimePassed), typeof(RunRecovered), typeof(CancelAsked), typeof(StepReported) })
            type.PolymorphismOptions.DerivedTypes.Add(new(kind, kind.Name));
    }

    public sealed record Recording(JsonNode Definition, JsonNode Start, IReadOnlyList<Chapter> Chapters);

    public sealed record Chapter(DateTimeOffset At, RunEvent? Event, GateAnswer? Answer, JsonNode After, string? Command);

    private sealed class Recorder
    {
        private WorkflowRun run = null!;
        private RunCommand? command;
        private DateTimeOffset now = Rehearsal.Noon;

        public JsonNode? Definition { get; private set; }

        public JsonNode? Start { get; private set; }

        public List<Chapter> Chapters { get; } = [];

        public Recorder Starts(WorkflowDefinition definition, string inputs, bool dryRun = false)
        {
            run = RunRules.Create("run-recorded", new()
            {
                Workspace = "default", Definition = definition, Inputs = inputs, Target = InputRules.Target(inputs), DryRun = dryRun,
                    StartedBy = "alice",
                StarterRole = ApproverRole.Operator, Incident = new() { Id = "inc-1", Title = "OOM", Severity = "critical", Pattern = "oomkilled" },
            }, now);
            Definition = JsonSerializer.SerializeToNode(definition, Options);
            Start = Stored(run);
            return Happens(new RunBegins());
        }

        public Recorder Reports(ReportOutcome outcome, string? json = null) => Happens(new StepReported
        {
            StepId = command!.StepId, Attempt = command.Attempt, IsRollback = command.IsRollback, Outcome = outcome, Json = json,
                Message = outcome.ToString(),
        });

        public Recorder Answers(bool approved, string by, ApproverRole role = ApproverRole.Operator)
        {
            var answer = new GateAnswer { Approved = approved, By = by, Role = role };
            return Add(null, answer, RunRules.Answer(run, answer, now).Turn);
        }

        public Recorder Waits(int seconds)
        {
            now = now.AddSeconds(seconds);
            return Happens(new TimePassed());
        }

        public Recorder Crashes() => Happens(new RunRecovered());

        public Recorder Cancels(string by) => Happens(new CancelAsked(by));

        private Recorder Happens(RunEvent happened) => Add(happened, null, RunRules.Next(run, happened, now));

        private Recorder Add(RunEvent? happened, GateAnswer? answer, RunTurn turn)
        {
            Chapters.Add(new(now, happened, answer, Stored(turn.Run), Say(turn.Command)));
            run = turn.Run;
            if (turn.Command is not null) command = turn.Command;
            return this;
        }

    }
}
