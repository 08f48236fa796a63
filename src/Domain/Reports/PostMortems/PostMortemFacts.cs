using System.Collections.Immutable;
using AiSre.Domain.Deploys;
using AiSre.Domain.Incidents;
using AiSre.Domain.Reports.Handoff;

namespace AiSre.Domain.Reports.PostMortems;

/// <summary>What was read for a post-mortem. Everything in it is stored somewhere.</summary>
public sealed record PostMortemFacts
{
    public required Incident Incident { get; init; }
    public required DateTimeOffset Now { get; init; }

    /// <summary>Oldest first.</summary>
    public ImmutableArray<TimelineEvent> Timeline { get; init; } = [];

    /// <summary>How often its alerts fired, members of its group not counted.</summary>
    public long Alerts { get; init; }

    /// <summary>Incidents that were recognised as part of it.</summary>
    public ImmutableArray<GroupMemberNote> Members { get; init; } = [];

    /// <summary>Oldest first, dry runs too.</summary>
    public ImmutableArray<DoneAction> Actions { get; init; } = [];

    /// <summary>The deploy that came shortly before it; null: none is known.</summary>
    public Deploy? Deploy { get; init; }

    /// <summary>Minutes of an error budget that it cost; null: nothing was promised, or nobody knows.</summary>
    public double? SloMinutesBurnt { get; init; }

    /// <summary>What a diagnosis says, the likeliest first; empty: there is none.</summary>
    public ImmutableArray<string> RootCauses { get; init; } = [];
}

public sealed record GroupMemberNote(string Id, string Title, string? Service);
