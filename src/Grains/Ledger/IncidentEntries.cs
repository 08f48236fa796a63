using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;

namespace AiSre.Grains.Ledger;

/// <summary>A new incident with its alert row, its first events and its place in a group: all of them or none.</summary>
public sealed class IncidentBirthEntry : LedgerEntry
{
    public required AlertRow Alert { get; init; }
    public required Incident Incident { get; init; }

    /// <summary>Cleared by the ledger when the parent is over by now.</summary>
    public Placement? Placement { get; set; }

    /// <summary>The row of an alert that is known by its content only and was not seen for too long; 0 for none.</summary>
    public long ExpiresRowId { get; init; }

    /// <summary>Take the place of its alarms when the parent that was chosen is over and the incident stands alone; unset: they stay.</summary>
    public ImmutableArray<AlarmChange> AlarmsAlone { get; init; }

    public override string Workspace => Incident.Workspace;

    public override AlarmTarget Target => IncidentTarget.Of(Incident);

    /// <summary>The place that it gets.</summary>
    public Placement? PlacementOf(LedgerOutcome outcome) =>
        outcome is LedgerOutcome.ParentGone ? Placement! with { ParentId = null, GroupId = null, Reason = null } : Placement;

    public override LedgerFacts FactsOf(LedgerOutcome outcome)
    {
        var facts = outcome is LedgerOutcome.ParentGone && !AlarmsAlone.IsDefault ? Facts with { Alarms = AlarmsAlone } : Facts;
        return PlacementOf(outcome) is { } placement && (placement.ParentId is not null || placement.Adopted.Length > 0)
            ? facts with { Events = [.. facts.Events, .. GroupEvents.Of(Incident, placement)] }
            : facts;
    }
}

/// <summary>An incident's new state, with what it does to the rows of its alerts: they commit together or not at all.</summary>
public sealed class IncidentWrite : LedgerEntry
{
    public required Incident Incident { get; init; }

    /// <summary>The version that was read; the write holds only if the row still has it.</summary>
    public required int Version { get; init; }

    /// <summary>Rows that the change ends, begins again, adds or moves.</summary>
    public ImmutableArray<AlertChange> Alerts { get; init; } = [];

    /// <summary>The incident that an unmerged alert gets.</summary>
    public AlertSplit? Split { get; init; }

    public override string Workspace => Incident.Workspace;

    public override AlarmTarget Target => IncidentTarget.Of(Incident);

    public override LedgerFacts FactsOf(LedgerOutcome outcome) => Split is null ? Facts : Facts with
    {
        Events = [.. Facts.Events, .. Split.Events.Select(e => new IncidentEvent(Workspace, Split.Incident.Id, e))],
        Alarms = [.. Facts.Alarms, .. Split.Alarms.Select(alarm => alarm.Of is null ? alarm with { Of = IncidentTarget.Of(Split.Incident) } : alarm)],
    };
}

/// <summary>What commits with an incident besides.</summary>
public sealed record IncidentWriteFacts : LedgerFacts
{
    /// <summary>Rows of its alerts that the change ends, begins again, adds or moves.</summary>
    public ImmutableArray<AlertChange> Alerts { get; init; } = [];

    /// <summary>The incident that an unmerged alert gets.</summary>
    public AlertSplit? Split { get; init; }

    /// <summary>There is something to write even if the incident is as it was.</summary>
    public bool IsEmpty => Alerts.IsEmpty && Split is null && Alarms.IsEmpty && Messages.IsEmpty && Events.IsEmpty && Mark is null;
}

/// <summary>An alert that leaves its incident for one of its own.</summary>
/// <param name="RowId">Its row, which moves.</param>
/// <param name="Incident">The new incident.</param>
/// <param name="Events">The new incident's first events.</param>
/// <param name="Alarms">What the new incident must do later.</param>
public sealed record AlertSplit(long RowId, Incident Incident, ImmutableArray<TimelineEvent> Events, ImmutableArray<AlarmChange> Alarms);

/// <summary>How alarms call an incident.</summary>
public static class IncidentTarget
{
    /// <summary>The type of the grain.</summary>
    public const string Kind = "incident";

    public static AlarmTarget Of(Incident incident) => new(Kind, incident.Workspace, incident.Id);
}

/// <summary>Whom the alarms of an incident's diagnosis call.</summary>
public static class DiagnosisTarget
{
    /// <summary>The type of the grain.</summary>
    public const string Kind = "diagnosis";

    public static AlarmTarget Of(Incident incident) => new(Kind, incident.Workspace, incident.Id);
}
