using System.Collections.Immutable;
using AiSre.Domain.Deploys;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Reports.Handoff;

/// <summary>What was read for a digest. Everything in it is stored somewhere; the digest adds nothing.</summary>
public sealed record HandoffFacts
{
    public required string Workspace { get; init; }
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }

    /// <summary>How many stand open now, by severity.</summary>
    public required ImmutableArray<OpenCount> Open { get; init; }

    /// <summary>Every incident that opened, ended or opened again since <see cref="From"/>.</summary>
    public required ImmutableArray<IncidentCourse> Courses { get; init; }

    /// <summary>The worst and oldest of those that stand open now, without members of groups.</summary>
    public ImmutableArray<Incident> OpenIncidents { get; init; } = [];

    /// <summary>Those that were resolved last, newest first, without members of groups.</summary>
    public ImmutableArray<Incident> ResolvedIncidents { get; init; } = [];

    /// <summary>What was done for each of the open ones last, by the incident's id.</summary>
    public ImmutableDictionary<string, DoneAction> LastActions { get; init; } = ImmutableDictionary<string, DoneAction>.Empty;

    /// <summary>Newest first.</summary>
    public ImmutableArray<DoneAction> Actions { get; init; } = [];

    /// <summary>How often each outcome came, of real attempts.</summary>
    public ImmutableDictionary<string, long> Outcomes { get; init; } = ImmutableDictionary<string, long>.Empty;

    public int AwaitingApproval { get; init; }

    /// <summary>Newest first.</summary>
    public ImmutableArray<Deploy> Deploys { get; init; } = [];

    /// <summary>Who is on call from <see cref="From"/> on until the time that is looked ahead, team by team.</summary>
    public ImmutableArray<TeamDuty> Duty { get; init; } = [];

    public HandoffOutlook Outlook { get; init; } = HandoffOutlook.None;
}

/// <param name="Action">Its name.</param>
/// <param name="Outcome">The action log's word.</param>
[GenerateSerializer, Immutable, Alias("aisre.done-action")]
public sealed record DoneAction(
    [property: Id(0)] string Action, [property: Id(1)] string Outcome, [property: Id(2)] bool DryRun, [property: Id(3)] string? Namespace,
    [property: Id(4)] string Actor, [property: Id(5)] string? IncidentId, [property: Id(6)] DateTimeOffset At);

/// <summary>Who is on call in a team, one shift after the other.</summary>
public sealed record TeamDuty(string Team, ImmutableArray<DutyShift> Shifts);

/// <param name="Start">Included.</param>
/// <param name="End">Not included.</param>
/// <param name="Person">Null: nobody.</param>
public readonly record struct DutyShift(DateTimeOffset Start, DateTimeOffset End, string? Person);
