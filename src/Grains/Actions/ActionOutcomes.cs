using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Actions.Patches;

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
        var answer = entry.Answer with { Status = status, Code = code, Message = message, Result = result, RetryAfter = result.RetryAfter,
            Decision = decision };
        return entry with
        {
            Answer = answer, IsExecuted = status is not (ActionStatus.Denied or ActionStatus.NoOp),
            FinishedAt = status is ActionStatus.Unknown ? null : now,
        };
    }

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
        return With(entry, status, Previews.Done(request)) is var done ? done with { Answer = done.Answer with { Fix = fix } } : done;
    }

    public static ActionEntry Denied(ActionEntry entry, ActionDecision decision) =>
        Refused(entry, decision.Code!, decision.Reason) is var refused
            ? refused with { Answer = refused.Answer with { RetryAfter = decision.RetryAfter, Decision = decision } }
            : refused;

    public static ActionEntry Refused(ActionEntry entry, string code, string reason) =>
        entry with { Answer = entry.Answer with { Status = ActionStatus.Denied, Code = code, Message = reason } };

    public static ActionEntry With(ActionEntry entry, ActionStatus status, string message) =>
        entry with { Answer = entry.Answer with { Status = status, Message = message } };

    public static ActionAnswer Busy(string message) =>
        new() { Id = "", Status = ActionStatus.Denied, Code = RefusalCode.ActionInProgress, Message = message };
}
