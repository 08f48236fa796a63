using AiSre.Domain.Actions;

namespace AiSre.Grains.Actions;

/// <summary>One question to a person: may this be done? Key: workspace and the approval's id.</summary>
[Alias("aisre.approval")]
public interface IApprovalGrain : IGrainWithStringKey
{
    /// <summary>Asks. The same question asked again is the same one.</summary>
    [Alias("ask"), Idempotent]
    Task<ActionApproval> AskAsync(ActionAttempt attempt, ActionDecision decision, string policyRevision);

    /// <summary>Null when nobody has asked.</summary>
    [Alias("get"), Idempotent]
    Task<ActionApproval?> GetAsync();

    /// <summary>
    /// A person says yes or no. The first answer counts; a later one is told who was first. A yes has the action tried again, by the same guard.
    /// </summary>
    [Alias("decide"), ResponseTimeout("00:01:05")]
    Task<ApprovalOutcome> DecideAsync(bool approve, Principal by, string? comment, string? sourceAddress);
}

/// <summary>What became of an answer.</summary>
/// <param name="Approval">As it stands; null: nobody has asked.</param>
/// <param name="Code">Why the answer counts for nothing; null: it counts.</param>
/// <param name="Detail">The same for a person.</param>
[GenerateSerializer, Immutable, Alias("aisre.approval-outcome")]
public sealed record ApprovalOutcome(
    [property: Id(0)] ActionApproval? Approval, [property: Id(1)] string? Code = null, [property: Id(2)] string? Detail = null);
