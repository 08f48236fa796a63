using AiSre.Domain.Actions;
using AiSre.Grains.Actions;

namespace AiSre.Api.Actions;

/// <param name="Approved">Yes or no.</param>
/// <param name="Comment">For the record, at most 1,000 characters.</param>
public sealed record DecideApprovalRequest(bool Approved, string? Comment = null);

/// <param name="State"><c>pending</c>, <c>approved</c>, <c>denied</c> or <c>expired</c>.</param>
/// <param name="Preview">What would happen.</param>
/// <param name="Target">The object that is meant, by kind and name.</param>
/// <param name="TargetUid">What makes it this one.</param>
/// <param name="FourEyes">Somebody else than the requester must answer.</param>
/// <param name="Outcome">What came of a yes: <c>success</c>, <c>denied</c>, …; null: nothing yet.</param>
/// <param name="OutcomeMessage">The same in a sentence.</param>
/// <param name="Message">How it stands, for a person.</param>
public sealed record ApprovalResponse(
    string Id, string State, string Action, string Preview, string? Namespace, string? Target, string? TargetUid, string? IncidentId,
        string BlastRadius,
    string? PolicyName, IReadOnlyList<string> Notes, bool FourEyes, string RequestedBy, string? DecidedBy, DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt, DateTimeOffset? DecidedAt, string? Comment, string? ActionId, string? Outcome, string? OutcomeMessage, string Message)
{
    internal static ApprovalResponse From(ActionApproval approval, DateTimeOffset now, string? message = null)
    {
        var (request, target, answer) = (approval.Attempt.Request, approval.Attempt.Plan?.Target, approval.Answer);
        var state = approval.State is ApprovalState.Pending && now >= approval.ExpiresAt ? ApprovalState.Expired : approval.State;
        return new(
            approval.Id, Word(state), request.Action.Name(), approval.Preview, request.Namespace.Length == 0 ? null : request.Namespace,
            target is null ? null : $"{target.Kind}/{target.Name}", target?.Uid, approval.Attempt.IncidentId, approval.BlastRadius.Name(),
                approval.PolicyName,
            approval.Notes, approval.NeedsFourEyes, approval.Attempt.Caller.Name, approval.DecidedBy?.Name, approval.CreatedAt, approval.ExpiresAt,
            approval.DecidedAt, approval.Comment, answer?.Id, answer is null ? null : ExecutedActionResponse.Word(answer.Status), answer?.Message,
            message ?? Sentence(approval, state));
    }

    private static string Word(ApprovalState state) => state switch
    {
        ApprovalState.Approved => "approved",
        ApprovalState.Denied => "denied",
        ApprovalState.Expired => "expired",
        _ => "pending",
    };

    private static string Sentence(ActionApproval approval, ApprovalState state) => state switch
    {
        ApprovalState.Approved => $"{approval.DecidedBy?.Name} has approved it.{(approval.Answer is { } answer ? $" {answer.Message}" : "")}",
        ApprovalState.Denied => $"{approval.DecidedBy?.Name} has denied it.",
        ApprovalState.Expired => "Nobody answered in time.",
        _ => "The question stands.",
    };
}

public sealed record ApprovalListResponse(IReadOnlyList<ApprovalResponse> Approvals, int Count);
