using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Actions.Verification;
using AiSre.Domain.Demo;
using AiSre.Domain.Demo.Script;
using AiSre.Grains.Actions;
using AiSre.Grains.Ledger;
using AiSre.Grains.Workflows;

namespace AiSre.Grains.Demo;

/// <summary>What the action log and the timelines say of the story's actions and runs: as silos would have written it.</summary>
internal static class DemoRecords
{
    /// <summary>How long the cluster took.</summary>
    private static readonly TimeSpan Took = TimeSpan.FromMilliseconds(640);

    /// <summary>By incident, in no order.</summary>
    public static ILookup<string, IncidentEvent> EventsOf(DemoStory story) =>
        story.Actions.SelectMany(action => EventsOf(story, action))
            .Concat(story.Runs.SelectMany(run => run.Turns).SelectMany(turn => RunEvents.Of(turn.Turn, turn.At)))
            .ToLookup(e => e.IncidentId);

    /// <summary>The row of the log and the audit's; what timelines say is written with their incidents.</summary>
    public static LedgerFacts FactsOf(DemoStory story, DemoAction action)
    {
        var entry = EntryOf(action);
        return ActionRecords.Ended(DemoStory.Workspace, entry, entry.FinishedAt!.Value) with
        {
            Events = [], Alarms = [AuditAlarm.After(DemoStory.Workspace, story.Now.ToUnixTimeMilliseconds())],
        };
    }

    /// <summary>As somebody asks.</summary>
    public static ActionAttempt AttemptOf(DemoAction action) => new()
    {
        Request = action.Request, Caller = action.By, IsDryRun = action.Deed is DemoDeed.Tried, Grant = action.Grant, IncidentId = action.IncidentId,
    };

    private static ImmutableArray<IncidentEvent> EventsOf(DemoStory story, DemoAction action)
    {
        if (action.Deed is DemoDeed.Asked) return [];
        var entry = EntryOf(action);
        var ended = ActionRecords.Ended(DemoStory.Workspace, entry, entry.FinishedAt!.Value).Events;
        return action.Deed is not DemoDeed.Done ? ended :
        [
            .. ActionRecords.Begun(DemoStory.Workspace, entry).Events, .. ended,
            .. entry.VerifiedAt is { } at && at <= story.Now ? ActionRecords.Verified(DemoStory.Workspace, entry, at).Events : [],
        ];
    }

    private static ActionEntry EntryOf(DemoAction action)
    {
        var decision = action.Decision;
        var (status, message) = action.Deed switch
        {
            DemoDeed.Tried => (ActionStatus.DryRun, decision.Preview),
            DemoDeed.Done => (ActionStatus.Success, Previews.Done(action.Request)),
            _ => (ActionStatus.Denied, decision.Reason),
        };
        return new()
        {
            Attempt = AttemptOf(action),
            Answer = new()
            {
                Id = action.Id, Status = status, Message = message, Code = decision.Code, Decision = decision,
                Result = action.Deed is DemoDeed.Refused ? null : ProviderResult.Succeeded("The shop's cluster is made up, and agrees."),
            },
            At = action.At,
            FinishedAt = action.At + Took,
            Workload = action.Workload,
            IsExecuted = action.Deed is DemoDeed.Done,
            Verification = action.Seen,
            VerifiedAt = action.Seen is null ? null : action.At + VerificationRules.After,
        };
    }
}
