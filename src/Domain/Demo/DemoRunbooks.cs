using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Domain.Demo.Script;
using AiSre.Domain.Incidents;
using AiSre.Domain.Workflows.Catalogue;
using AiSre.Domain.Workflows.Runs;

namespace AiSre.Domain.Demo;

/// <summary>Two runbooks of tonight, by the rules by which all runs go: one that has read what it wanted, and one that waits for a person.</summary>
internal static class DemoRunbooks
{
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(2);

    public static ImmutableArray<DemoRun> All(DemoDice dice, DateTimeOffset now, IReadOnlyList<DemoIncident> incidents)
    {
        var runs = ImmutableArray.CreateBuilder<DemoRun>();
        if (incidents.LastOrDefault(incident => incident.Now.Subject is { Service: "cart", Pod: not null } && incident.ParentId is null) is { } over)
            runs.Add(Play(dice, "crashloop-triage", over.Now, over.Now.CreatedAt.AddMinutes(3.5), Crashing(over.Now.Subject.Pod!)));
        if (incidents.LastOrDefault(incident => incident.Now is { Subject: { Service: "search", Pod: not null }, Phase: not IncidentPhase.Resolved })
            is { } open) runs.Add(Play(dice, "oom-recovery", open.Now, now.AddMinutes(-6), OutOfMemory(open.Now.Subject.Pod!)));
        return runs.ToImmutable();
    }

    /// <summary>Until it is over or somebody is asked.</summary>
    private static DemoRun Play(DemoDice dice, string runbook, Incident incident, DateTimeOffset at, string evidence)
    {
        var definition = WorkflowCatalogue.Runbooks.Single(one => one.Id == runbook);
        var target = RunTarget.Of(incident);
        var turns = ImmutableArray.CreateBuilder<(DateTimeOffset At, RunTurn Turn)>();
        var created = RunRules.Create("run-" + TimedId.Of(TimedId.MillisecondOf(at), dice.Below(TimedId.Numbers)), new()
        {
            Workspace = DemoStory.Workspace,
            Definition = definition,
            Inputs = InputRules.Read(definition, InputRules.Of(definition, target), out _)!,
            Incident = RunIncident.Of(incident),
            Target = target,
            DryRun = false,
            StartedBy = incident.AssignedTo ?? incident.AcknowledgedBy ?? DemoShop.Admin,
            StarterRole = Workflows.ApproverRole.Operator,
        }, at);
        for (var turn = Take(RunRules.Next(created, new RunBegins(), at)); turn.Command is GatherCommand read;)
        {
            at += Reading;
            turn = Take(RunRules.Next(
                turn.Run, new StepReported { StepId = read.StepId, Attempt = read.Attempt, Outcome = ReportOutcome.Done, Json = evidence }, at));
        }
        return new(turns.ToImmutable());

        RunTurn Take(RunTurn turn)
        {
            turns.Add((at, turn));
            return turn;
        }
    }

    private static string OutOfMemory(string pod) => JsonSerializer.Serialize(new
    {
        pod_status = new
        {
            name = pod, ready = false, restarts = 4, last_termination_reason = "OOMKilled", last_exit_code = 137, memory_limit = "8Gi",
        },
        events = new[] { new { type = "Warning", reason = "BackOff", message = "Back-off restarting failed container search", count = 6 } },
    });

    private static string Crashing(string pod) => JsonSerializer.Serialize(new
    {
        pod_status = new
        {
            name = pod, ready = false, restarts = 5, waiting_reason = "CrashLoopBackOff", last_termination_reason = "Error", last_exit_code = 1,
        },
        events = new[] { new { type = "Warning", reason = "BackOff", message = "Back-off restarting failed container cart", count = 5 } },
        previous_logs = new { container = "cart", text = "panic: config: gift_wrap is not set", cut = false },
    });
}
