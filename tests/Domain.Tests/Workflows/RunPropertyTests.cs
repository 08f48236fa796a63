using System.Collections.Immutable;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Runs;
using CsCheck;

namespace AiSre.Domain.Tests.Workflows;

/// <summary>Whatever a definition says and in whatever order things happen.</summary>
public sealed class RunPropertyTests
{
    private static readonly ActionTemplate Template =
        new("restart_pod", ImmutableSortedDictionary<string, string>.Empty.Add("namespace", "a").Add("pod_name", "{{inputs.pod_name}}"));

    private static readonly Gen<WorkflowStep> Steps = Gen.Select(
        Gen.Enum<StepType>(), Gen.Int[0, 3], Gen.Bool, Gen.Bool, Gen.OneOfConst("next", "end", "fail", "rollback"), Gen.Bool,
        (type, number, flag, continues, exit, skips) => new WorkflowStep
        {
            Id = "", Type = type, ContinueOnError = continues, Seconds = number * 10, FourEyes = flag, Collect = ["events"],
            Retry = number > 0 ? new(number) : null,
            When = type is StepType.Condition ? flag ? "true" : "false" : skips ? "inputs.pod_name == 'web-1'" : null,
            Else = exit is "rollback" ? "next" : exit, OnFail = exit is "end" ? "fail" : exit, Expect = "pod.ready", Message = "{{inputs.pod_name}}",
            Action = type is StepType.Action ? Template : null, Rollback = type is StepType.Action && flag ? Template : null,
            ExpiresMinutes = 5,
        });

    private static readonly Gen<WorkflowDefinition> Definitions = Steps.Array[1, 8].Select(steps => new WorkflowDefinition
    {
        Id = "any", Name = "Any", TimeoutMinutes = 30, Steps = [.. steps.Select((step, i) => step with { Id = $"s{i}" })],
    });

    /// <summary>0–99: what happens next, as far as it can.</summary>
    private static readonly Gen<(WorkflowDefinition, int[], bool)> Stories = Gen.Select(Definitions, Gen.Int[0, 99].Array[0, 60], Gen.Bool);

    [Fact]
    public void An_ended_run_never_changes_again() => Tell((before, turn, _) =>
        !before.IsOver || (ReferenceEquals(before, turn.Run) && turn.Command is null && turn.Notes.IsEmpty));

    [Fact]
    public void Steps_never_go_back() => Tell((before, turn, _) =>
        turn.Run.Position >= before.Position && before.Steps.Zip(turn.Run.Steps).All(pair => pair.Second.Attempt >= pair.First.Attempt
            && (pair.First.Status is StepStatus.Pending or StepStatus.Running or StepStatus.Waiting || pair.First.Status == pair.Second.Status
                || pair.Second.Status is StepStatus.RolledBack)));

    [Fact]
    public void A_run_that_is_not_over_has_something_to_wait_for() => Tell((before, turn, seen) =>
        turn.Run.IsOver || turn.Run.DueAt is not null || seen.InFlight);

    [Fact]
    public void An_action_is_asked_for_once_an_attempt_unless_it_is_known_that_it_never_began() => Tell((_, turn, seen) =>
        turn.Command is not ActCommand act || seen.Asked.Count(key => key == act.Key) <= 1 + seen.NotBegun.Count(key => key == act.Key));

    [Fact]
    public void Each_action_is_undone_at_most_once() => Tell((_, turn, seen) =>
        seen.Undone.GroupBy(step => step).All(group => group.Count() == 1)
        && turn.Run.Rollbacks.GroupBy(rollback => rollback.StepId).All(group => group.Count() == 1));

    [Fact]
    public void Undoing_goes_backwards() => Tell((_, _, seen) =>
        seen.Undone.Zip(seen.Undone.Skip(1)).All(pair => string.CompareOrdinal(pair.First, pair.Second) > 0));

    [Fact]
    public void A_dry_run_undoes_nothing_and_asks_in_nobodys_name() => Tell((before, turn, _) =>
        !before.DryRun || (turn.Run.Rollbacks.IsEmpty && turn.Run.Gate is null && turn.Command is null or GatherCommand
            or ActCommand { Approval: null } or SettleCommand));

    [Fact]
    public void Every_run_ends_once_its_time_is_over() => Stories.Sample(story =>
    {
        var world = new World(story.Item1, story.Item3);
        foreach (var choice in story.Item2) world.Choose(choice);
        for (var i = 0; i < 400 && !world.Run.IsOver; i++) world.Choose(i % 2 == 0 ? 99 : 0);
        return world.Run.IsOver;
    });

    private static void Tell(Func<WorkflowRun, RunTurn, World, bool> holds) => Stories.Sample(story =>
    {
        var world = new World(story.Item1, story.Item3);
        foreach (var choice in story.Item2)
        {
            var before = world.Run;
            var turn = world.Choose(choice);
            if (!holds(before, turn, world)) return false;
        }
        return true;
    });

    /// <summary>Carries out what a run wants, as well or as badly as the story says.</summary>
    private sealed class World
    {
        private DateTimeOffset now = Rehearsal.Noon;
        private RunCommand? command;

        public World(WorkflowDefinition definition, bool dryRun)
        {
            Run = RunRules.Create("run-1", new()
            {
                Workspace = "w", Definition = definition, Inputs = """{"pod_name":"web-1"}""", DryRun = dryRun, StartedBy = "alice",
            }, now);
            Take(RunRules.Next(Run, new RunBegins(), now));
        }

        public WorkflowRun Run { get; private set; }

        public List<string> Asked { get; } = [];

        public List<string> NotBegun { get; } = [];

        public List<string> Undone { get; } = [];

        public bool InFlight => command is not null;

        public RunTurn Choose(int choice)
        {
            now = now.AddSeconds(choice);
            return choice switch
            {
                < 55 => Report((ReportOutcome)(choice % 8 + 1)),
                < 60 => Take(RunRules.Next(Run, new StepReported { StepId = $"s{choice % 8}", Attempt = choice % 3, Outcome = ReportOutcome.Done },
                    now)),
                < 75 => Take(RunRules.Answer(Run,
                    new() { Approved = choice % 4 > 0, By = choice % 2 == 0 ? "alice" : "bob", Role = ApproverRole.Operator,
                    StepId = choice % 3 == 0 ? $"s{choice % 8}" : null }, now).Turn),
                < 78 => Take(RunRules.Next(Run, new CancelAsked("bob"), now)),
                < 85 => Crash(),
                _ => Wake(),
            };
        }

        private RunTurn Report(ReportOutcome outcome)
        {
            if (command is not { } carried) return RunTurn.Nothing(Run);
            // Only the log can say that something is not in it, and only an action can be unknown.
            if (outcome is ReportOutcome.Absent && carried is not SettleCommand) outcome = ReportOutcome.Done;
            if (outcome is ReportOutcome.Unknown && carried is not (ActCommand or SettleCommand)) outcome = ReportOutcome.Failed;
            if (outcome is ReportOutcome.Needless or ReportOutcome.Undecided && carried is not ActCommand) outcome = ReportOutcome.Failed;
            if (outcome is ReportOutcome.Absent) NotBegun.Add(((SettleCommand)carried).Key);
            if (outcome is ReportOutcome.Undecided) NotBegun.Add(((ActCommand)carried).Key);
            if (outcome is ReportOutcome.Done && carried.IsRollback) Undone.Add(carried.StepId);
            command = null;
            return Take(RunRules.Next(Run, new StepReported
            {
                StepId = carried.StepId, Attempt = carried.Attempt, IsRollback = carried.IsRollback, Outcome = outcome,
                Json = outcome is ReportOutcome.Done ? """{"pod":{"ready":true}}""" : null,
            }, now));
        }

        private RunTurn Crash()
        {
            command = null;
            return Take(RunRules.Next(Run, new RunRecovered(), now));
        }

        private RunTurn Wake()
        {
            now = Run.DueAt is { } due && due > now ? due : now.AddMinutes(1);
            return Take(RunRules.Next(Run, new TimePassed(), now));
        }

        private RunTurn Take(RunTurn turn)
        {
            Run = turn.Run;
            if (turn.Command is { } next) command = next;
            if (turn.Command is ActCommand act) Asked.Add(act.Key);
            if (Run.IsOver) command = null;
            return turn;
        }
    }
}
