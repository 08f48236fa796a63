using System.Collections.Immutable;
using AiSre.Domain.Deploys;

namespace AiSre.Domain.Reports.Handoff;

/// <summary>What whoever takes over has to know, from stored facts alone.</summary>
[GenerateSerializer, Immutable, Alias("aisre.handoff-digest")]
public sealed record HandoffDigest
{
    [Id(0)] public required string Workspace { get; init; }
    [Id(1)] public required DateTimeOffset From { get; init; }
    [Id(2)] public required DateTimeOffset To { get; init; }

    /// <summary>The same facts give the same sentences.</summary>
    [Id(3)] public string Summary { get; init; } = "";
    [Id(4)] public required HandoffTotals Totals { get; init; }

    /// <summary>The worst first, and of those the oldest.</summary>
    [Id(5)] public ImmutableArray<OpenNote> OpenIncidents { get; init; } = [];

    /// <summary>Newest first.</summary>
    [Id(6)] public ImmutableArray<ResolvedNote> ResolvedIncidents { get; init; } = [];

    /// <summary>Services with the most incidents that opened.</summary>
    [Id(7)] public ImmutableArray<NamedCount> TopServices { get; init; } = [];

    /// <summary>Failure patterns with the most incidents that opened; those that no rule knows are left out.</summary>
    [Id(8)] public ImmutableArray<NamedCount> TopPatterns { get; init; } = [];
    [Id(9)] public required ActionNotes Actions { get; init; }

    /// <summary>Where the first who were told did not suffice.</summary>
    [Id(10)] public ImmutableArray<EscalationNote> Escalations { get; init; } = [];

    /// <summary>Newest first.</summary>
    [Id(11)] public ImmutableArray<Deploy> Deploys { get; init; } = [];

    /// <summary>By team.</summary>
    [Id(12)] public ImmutableArray<DutyHandover> OnCall { get; init; } = [];

    /// <summary>Who takes over when, in the hours to come.</summary>
    [Id(13)] public ImmutableArray<DutyChange> NextOnCall { get; init; } = [];
    [Id(14)] public HandoffOutlook Outlook { get; init; } = HandoffOutlook.None;
}

/// <param name="AgeMinutes">Since its first event.</param>
/// <param name="HeldBy">To whom it was given, else who has acknowledged it; null: nobody.</param>
/// <param name="LastAction">What was done for it last, dry runs not counted.</param>
/// <param name="Diagnosis">In one line; null: there is none.</param>
[GenerateSerializer, Immutable, Alias("aisre.open-note")]
public sealed record OpenNote(
    [property: Id(0)] string Id, [property: Id(1)] string Title, [property: Id(2)] string Severity, [property: Id(3)] string State,
    [property: Id(4)] string? Service, [property: Id(5)] DateTimeOffset CreatedAt, [property: Id(6)] long AgeMinutes,
    [property: Id(7)] DateTimeOffset? AcknowledgedAt, [property: Id(8)] string? HeldBy, [property: Id(9)] DoneAction? LastAction,
    [property: Id(10)] string? Diagnosis)
{
    /// <summary>Nobody is told of it until then, because somebody wanted it so.</summary>
    [Id(11)] public DateTimeOffset? QuietUntil { get; init; }
}

[GenerateSerializer, Immutable, Alias("aisre.resolved-note")]
public sealed record ResolvedNote(
    [property: Id(0)] string Id, [property: Id(1)] string Title, [property: Id(2)] string Severity, [property: Id(3)] string? Service,
    [property: Id(4)] DateTimeOffset CreatedAt, [property: Id(5)] DateTimeOffset ResolvedAt, [property: Id(6)] string? ResolvedBy,
    [property: Id(7)] string? Resolution);

[GenerateSerializer, Immutable, Alias("aisre.named-count")]
public sealed record NamedCount([property: Id(0)] string Name, [property: Id(1)] long Count);

/// <param name="Executed">The cluster accepted it.</param>
/// <param name="Failed">It could not be done, or nobody knows.</param>
/// <param name="Refused">By the guard.</param>
/// <param name="AwaitingApproval">Questions that stand now.</param>
/// <param name="Latest">Newest first, dry runs not among them.</param>
[GenerateSerializer, Immutable, Alias("aisre.action-notes")]
public sealed record ActionNotes(
    [property: Id(0)] long Executed, [property: Id(1)] long Failed, [property: Id(2)] long Refused, [property: Id(3)] long AwaitingApproval,
    [property: Id(4)] ImmutableArray<DoneAction> Latest);

/// <param name="Level">The highest that was told.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable, Alias("aisre.escalation-note")]
public sealed record EscalationNote(
    [property: Id(0)] string IncidentId, [property: Id(1)] string Title, [property: Id(2)] int Level, [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] ImmutableArray<string> People);

/// <param name="Out">Who was on call when the period began; null: nobody.</param>
/// <param name="In">Who is now.</param>
[GenerateSerializer, Immutable, Alias("aisre.duty-handover")]
public sealed record DutyHandover([property: Id(0)] string Team, [property: Id(1)] string? Out, [property: Id(2)] string? In);

/// <param name="Person">Null: nobody is on call from then on.</param>
[GenerateSerializer, Immutable, Alias("aisre.duty-change")]
public sealed record DutyChange([property: Id(0)] string Team, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string? Person);
