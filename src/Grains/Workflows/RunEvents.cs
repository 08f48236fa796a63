using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Workflows;

/// <summary>What the timeline of a run's incident says of it.</summary>
internal static class RunEvents
{
    public static ImmutableArray<IncidentEvent> Of(RunTurn turn, DateTimeOffset now) => turn.Run.Incident is not { } incident
        ? []
        : [.. turn.Notes.Select(note => new IncidentEvent(turn.Run.Workspace, incident.Id, Event(turn.Run, note, now)))];

    private static TimelineEvent Event(WorkflowRun run, RunNote note, DateTimeOffset now) => new(note.Type, run.StartedBy, now, EventPayload.Of(
        ("run_id", run.Id), ("workflow_id", run.Definition.Id), ("step", note.StepId), ("message", note.Message), ("dry_run", run.DryRun),
        ("status", note.Type == RunNotes.Ended ? run.Status.Name() : null)));
}
