namespace AiSre.Domain.Workflows.Runs;

/// <summary>A person's yes to one action of a run.</summary>
/// <param name="By">Who said it.</param>
/// <param name="Role">What that one may approve.</param>
/// <param name="Until">From then on it counts for nothing.</param>
public sealed record StepApproval(string By, ApproverRole? Role, DateTimeOffset Until)
{
    /// <summary>The gate that it was said at; null: beforehand, or to what is undone now.</summary>
    public string? GateId { get; init; }

    /// <summary>What it was said to; null: nobody knew, or it was said to whatever the run would do.</summary>
    public PlannedAction? Plan { get; init; }
}
