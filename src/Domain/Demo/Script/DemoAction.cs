using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Verification;

namespace AiSre.Domain.Demo.Script;

/// <summary>Something that somebody tried, did or asked for, as the guard of the shop's cluster has decided it.</summary>
public sealed record DemoAction
{
    public required string Id { get; init; }
    public required DemoDeed Deed { get; init; }
    public required string IncidentId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required Principal By { get; init; }

    /// <summary>The yes that it came with; null: none.</summary>
    public ApprovalGrant? Grant { get; init; }

    public required ActionRequest Request { get; init; }
    public required ActionDecision Decision { get; init; }

    /// <summary>As limits call it; null: it touched none.</summary>
    public string? Workload { get; init; }

    /// <summary>What was seen two minutes later; null: nobody has looked.</summary>
    public ActionVerification? Seen { get; init; }
}

public enum DemoDeed
{
    /// <summary>A dry run.</summary>
    Tried = 1,

    Done = 2,

    /// <summary>The guard refused it.</summary>
    Refused = 3,

    /// <summary>A person is asked, and has not answered.</summary>
    Asked = 4,
}
