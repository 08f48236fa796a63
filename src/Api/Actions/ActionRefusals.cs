using AiSre.Api.Errors;
using AiSre.Domain.Actions;
using AiSre.Grains.Actions;

namespace AiSre.Api.Actions;

/// <summary>What a refusal of the guard is over HTTP.</summary>
internal static class ActionRefusals
{
    public static ProblemResult Of(ActionAnswer answer)
    {
        var seconds = answer.RetryAfter is { } wait ? (int)Math.Ceiling(Math.Max(1, wait.TotalSeconds)) : (int?)null;
        return answer.Code switch
        {
            RefusalCode.Cooldown or RefusalCode.RateLimited => Problems.TooManyRequests(seconds ?? 60, answer.Message, answer.Code),
            RefusalCode.InvalidArguments => Unprocessable(answer.Decision?.Reason ?? answer.Message),
            RefusalCode.TargetNotFound or RefusalCode.UnknownCluster => Problems.NotFound(answer.Message, answer.Code),
            // Where it may be done is a matter of policy, whichever rule says so.
            RefusalCode.ProtectedNamespace or RefusalCode.NamespaceNotAllowed => Problems.Forbidden(answer.Message, RefusalCode.PolicyDenied),
            RefusalCode.ActionInProgress or RefusalCode.TargetChanged or RefusalCode.PdbBlocked or RefusalCode.HpaManaged
                or RefusalCode.RolloutRunning or RefusalCode.PodTooYoung or RefusalCode.NamespaceTerminating or RefusalCode.WillBeReverted
                or RefusalCode.ClusterUnavailable or RefusalCode.IdempotencyKeyUsed => Conflict(answer, seconds),
            _ => Problems.Forbidden(answer.Message, answer.Code ?? RefusalCode.PolicyDenied),
        };
    }

    private static ProblemResult Conflict(ActionAnswer answer, int? seconds) => new(409, answer.Code!, answer.Message) { RetryAfter = seconds };

    /// <summary>The guard names the field in front: <c>'replicas': …</c></summary>
    private static ProblemResult Unprocessable(string message)
    {
        var end = message.IndexOf("': ", StringComparison.Ordinal);
        return end > 1 ? Problems.Unprocessable("body", message[1..end], message[(end + 3)..]) : Problems.Unprocessable("body", "action", message);
    }
}
