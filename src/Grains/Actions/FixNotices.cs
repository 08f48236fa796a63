using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Escalation;
using AiSre.Domain.Notifications;

namespace AiSre.Grains.Actions;

/// <summary>What people are told of an action that has not helped, or of which nobody knows whether it was done.</summary>
internal static class FixNotices
{
    /// <summary>Null: it has helped, nobody has looked yet, or it was for no incident.</summary>
    public static (string IncidentId, FixNotice Notice)? Of(ActionEntry entry)
    {
        if (entry is { IsGivenUp: true, Attempt.IncidentId: { } doubtful })
        {
            var request = entry.Attempt.Request.Action.Name();
            return (doubtful, new($"unknown.{entry.Answer.Id}", $"{request} for {entry.Attempt.Caller.Name}: {entry.Answer.Message}",
                entry.Attempt.Caller.Name) { Kind = NotificationKind.FixUnverified });
        }
        if (entry is not { Attempt.IncidentId: { } incident, Verification: { Verified: not true } seen }) return null;
        var outcome = seen.Verified is null ? "Nobody can tell whether that has helped." : "That has not helped.";
        var text = $"{Previews.Done(entry.Attempt.Request)} for {entry.Attempt.Caller.Name}. {outcome} {seen.Sentence}";
        var kind = seen.Verified is null ? NotificationKind.FixUnverified : NotificationKind.FixFailed;
        return (incident, new($"unverified.{entry.Answer.Id}", text, entry.Attempt.Caller.Name) { Kind = kind });
    }
}
