using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;

namespace AiSre.Grains.Ledger;

/// <summary>What commits with an entry or not at all, whatever kind of entry it is. Every dialect writes it in one place.</summary>
public record LedgerFacts
{
    public static LedgerFacts None { get; } = new();

    /// <summary>What the grain must do later, and what it has done by now.</summary>
    public ImmutableArray<AlarmChange> Alarms { get; init; } = [];

    /// <summary>
    /// Who must be told. Stored with an alarm for each destination (<see cref="OutboxAlarm"/>). A key that is there already is not written again.
    /// </summary>
    public ImmutableArray<OutboxMessage> Messages { get; init; } = [];

    /// <summary>What the timelines of incidents say of it.</summary>
    public ImmutableArray<IncidentEvent> Events { get; init; } = [];

    /// <summary>Who did it, for those who ask later.</summary>
    public ImmutableArray<AuditRecord> Audit { get; init; } = [];

    /// <summary>Rows of the action log. A row of an id that is there already takes the place of it.</summary>
    public ImmutableArray<ActionLogRow> Actions { get; init; } = [];

    /// <summary>Documents beside the entry's own, written without a condition. Their ids belong to the entry's grain.</summary>
    public ImmutableArray<Attachment> Attachments { get; init; } = [];

    /// <summary>
    /// Set on what comes from the spool. When it is there already, the whole entry is refused with <see cref="LedgerOutcome.Marked"/>.
    /// </summary>
    public SpoolMark? Mark { get; init; }
}

/// <summary>An incident's event before it is stored.</summary>
/// <param name="Workspace">Whose incident it is.</param>
/// <param name="IncidentId">Which.</param>
/// <param name="Event">What happened.</param>
/// <param name="Body">
/// What the alert was read from that brought it, without secrets; the last <see cref="MostBodies"/> of an incident are kept.
/// </param>
public sealed record IncidentEvent(string Workspace, string IncidentId, TimelineEvent Event, string? Body = null)
{
    public const int MostBodies = 5;

    /// <summary>The events of one change; the alert that brought it is read beside the first.</summary>
    public static ImmutableArray<IncidentEvent> Of(Incident incident, IReadOnlyList<TimelineEvent> events, string? body) =>
        [.. events.Select((e, i) => new IncidentEvent(incident.Workspace, incident.Id, e, i == 0 ? body : null))];
}

/// <summary>Somebody did something, or tried to.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Action">What, in snake case: <c>silence_created</c>.</param>
/// <param name="Kind">What it was done to: the kind of a document.</param>
/// <param name="Id">Which of them.</param>
/// <param name="At">When, Unix milliseconds.</param>
/// <param name="Detail">More, as a JSON object.</param>
public sealed record AuditRecord(string Actor, string Action, string Kind, string Id, long At, string Detail = "{}");

/// <summary>One attempt at an action, as lists and limits know it.</summary>
/// <param name="Id">Unique in its workspace.</param>
/// <param name="IncidentId">For which incident; null: none.</param>
/// <param name="Action">Such as <c>restart_pod</c>.</param>
/// <param name="Outcome">Such as <c>success</c>.</param>
/// <param name="IsDryRun">Nothing was to be changed.</param>
/// <param name="Namespace">Where; null: nowhere.</param>
/// <param name="Actor">In whose name.</param>
/// <param name="At">When it began, Unix milliseconds.</param>
/// <param name="Workload">What limits count it for; null: it touches none.</param>
/// <param name="IsExecuted">A provider was called, or was about to be: it counts.</param>
/// <param name="Payload">All of it, as JSON.</param>
public sealed record ActionLogRow(
    string Id, string? IncidentId, string Action, string Outcome, bool IsDryRun, string? Namespace, string Actor, long At, string? Workload,
    bool IsExecuted, string Payload);

/// <summary>A document beside a grain's own.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Id">Unique in its workspace and kind.</param>
/// <param name="Document">Its text; null removes it.</param>
public sealed record Attachment(string Kind, string Id, string? Document);

/// <summary>
/// The name of a spooled alert's effect in its workspace. It becomes durable with the effect, so that what is taken up twice happens once.
/// </summary>
/// <param name="Id">Unique for ever.</param>
/// <param name="At">When it is taken up, Unix milliseconds.</param>
public sealed record SpoolMark(string Id, long At)
{
    /// <summary>Marks lie among the delivery ids, under this source, and are forgotten with them.</summary>
    public const string Source = "spool";
}
