using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Actions.Patches;
using AiSre.Domain.Workspaces;

namespace AiSre.Grains.Actions;

/// <summary>How an attempt ends, as an entry of the log.</summary>
internal static class ActionOutcomes
{
    /// <summary>After the cluster was asked, or the last decision before that refused.</summary>
    public static ActionEntry Came(ActionEntry entry, ProviderResult? result, ActionDecision decision, DateTimeOffset now)
    {
        if (result is null) return Denied(entry, decision) with { IsExecuted = false };
        var (status, code) = result.Outcome switch
        {
            ProviderOutcome.Succeeded => (ActionStatus.Success, null),
            ProviderOutcome.NoOp => (ActionStatus.NoOp, null),
            ProviderOutcome.PdbBlocked => (ActionStatus.Denied, RefusalCode.PdbBlocked),
            ProviderOutcome.TargetChanged => (ActionStatus.Denied, RefusalCode.TargetChanged),
            ProviderOutcome.NotFound => (ActionStatus.Denied, RefusalCode.TargetNotFound),
            ProviderOutcome.Unknown => (ActionStatus.Unknown, (string?)null),
            _ => (ActionStatus.Failed, null),
        };
        var message = status is ActionStatus.Success ? Previews.Done(entry.Attempt.Request) : result.Message;
        return entry with
        {
            Answer = entry.Answer with
            {
                Status = status,
                Code = code,
                Message = message,
                Result = result,
                RetryAfter = result.RetryAfter,
                Decision = decision,
            },
            IsExecuted = status is not (ActionStatus.Denied or ActionStatus.NoOp),
            FinishedAt = status is ActionStatus.Unknown ? null : now,
        };
    }

    /// <summary>After an hour in which the cluster did not say.</summary>
    public static ActionEntry GivenUp(ActionEntry entry, DateTimeOffset now) => entry with
    {
        Answer = entry.Answer with
        {
            Status = ActionStatus.Unknown,
            Message = $"What became of it could not be found out within an hour. Look at {entry.Workload} yourself: people may act on it again, " +
                "autonomy does not before a person has.",
        },
        FinishedAt = now,
    };

    /// <summary>The guard could not see whether it may be, and whoever asked comes again: that is no refusal yet.</summary>
    public static bool IsAskedAgain(ActionEntry entry, DateTimeOffset now) =>
        entry is { Answer: { Status: ActionStatus.Denied, Decision.IsUndecided: true }, Attempt.AskedUntil: { } until } && now < until;

    /// <summary>The case without this attempt among what was done.</summary>
    public static ActionCase Without(ActionEntry entry, ActionCase given)
    {
        if (given.Past.Value is not { } past) return given;
        var own = past.FirstOrDefault(other =>
            other.Workload == entry.Workload && other.At.ToUnixTimeMilliseconds() == entry.At.ToUnixTimeMilliseconds());
        return own is null ? given : given with { Past = new(past.Remove(own)) };
    }

    public static ActionEntry Suggested(ActionEntry entry, ActionStatus status)
    {
        var request = entry.Attempt.Request;
        var fix = ConfigFixes.Suggest(request.Issue, request.Component, request.CurrentSpec);
        return entry with { Answer = entry.Answer with { Status = status, Message = Previews.Done(request), Fix = fix } };
    }

    public static ActionEntry Denied(ActionEntry entry, ActionDecision decision)
    {
        var refused = Refused(entry, decision.Code!, decision.Reason);
        return refused with { Answer = refused.Answer with { RetryAfter = decision.RetryAfter, Decision = decision } };
    }

    public static ActionEntry Refused(ActionEntry entry, string code, string reason) =>
        entry with { Answer = entry.Answer with { Status = ActionStatus.Denied, Code = code, Message = reason } };

    public static ActionEntry With(ActionEntry entry, ActionStatus status, string message) =>
        entry with { Answer = entry.Answer with { Status = status, Message = message } };

    public static ActionAnswer Held(HeldWorkspace held) => new()
    {
        Id = "", Status = ActionStatus.Denied, Code = RefusalCode.WorkspaceSuspended,
        Message = held.Reason is { } reason ? $"The workspace is suspended: {reason}" : "The workspace is suspended.",
    };

    public static ActionAnswer Busy(string message) =>
        new() { Id = "", Status = ActionStatus.Denied, Code = RefusalCode.ActionInProgress, Message = message };
}
