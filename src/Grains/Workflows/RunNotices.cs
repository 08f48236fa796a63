using System.Collections.Immutable;
using AiSre.Domain.Notifications;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Definitions;
using AiSre.Grains.Notifications;

namespace AiSre.Grains.Workflows;

/// <summary>What people are told of a run. The messages commit with the step that they are of, so that each is told once.</summary>
public sealed class RunNotices(IDefinitions definitions, TellOptions options)
{
    public async ValueTask<ImmutableArray<OutboxMessage>> OfAsync(WorkflowRun? before, RunTurn turn, DateTimeOffset now)
    {
        var told = Told(before, turn).ToList();
        if (told.Count == 0) return [];
        var known = await definitions.OfAsync(turn.Run.Workspace);
        return [.. told.SelectMany(notice => RunNoticeRules.Messages(turn.Run, notice, known, options.PublicUrl, now))];
    }

    /// <summary>A step that has told when it is over, a gate that opens, a failure that is to be told.</summary>
    private static IEnumerable<RunNotice> Told(WorkflowRun? before, RunTurn turn)
    {
        var run = turn.Run;
        if (before is { IsOver: false } && before.Step is { Type: StepType.Notify } step && run.Steps[before.Position].Status is StepStatus.Succeeded)
            yield return new(step.Id, NotificationKind.DiagnosisReady, RunNoticeRules.Text(before, step.Message), step.Channel);
        foreach (var note in turn.Notes.Where(note => note.Type == RunNotes.ApprovalNeeded))
            yield return new(note.StepId!, NotificationKind.ActionNeedsApproval, note.Message ?? "", null);
        var failed = run.Status is RunStatus.Failed or RunStatus.RolledBack or RunStatus.RollbackFailed or RunStatus.TimedOut;
        if (failed && run is { DryRun: false, Definition.NotifyOnError: true } && turn.Notes.Any(note => note.Type == RunNotes.Ended))
            yield return new("end", NotificationKind.DiagnosisReady, $"{run.Definition.Name} ended: {run.Status.Name()}. {run.Reason}", null);
    }
}
