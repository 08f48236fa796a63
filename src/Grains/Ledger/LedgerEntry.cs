using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Grains.Incidents;

namespace AiSre.Grains.Ledger;

/// <summary>One thing to write. Filled completely before it is queued; its outcome may be read once its task is done.</summary>
public abstract class LedgerEntry
{
    private static readonly Task NotQueued = Task.FromException(new InvalidOperationException("The entry was never queued."));

    /// <summary>Owned by the ledger: the batch that the entry waits in, null once it is being written.</summary>
    public object? Batch { get; set; }

    /// <summary>
    /// Done when the entry is on disk, for those who fold into it; owned by the ledger, which sets it whether it takes the entry or refuses it. Until
    /// then it is a failure: nobody may take for written what was never queued.
    /// </summary>
    public Task Committed { get; set; } = NotQueued;

    public LedgerOutcome Outcome { get; set; }

    /// <summary>Set on what comes from the spool: becomes durable with the entry, and says that it need not be taken up again.</summary>
    public SpoolMark? Mark { get; init; }

    /// <summary>Owned by the ledger: what could be made ready before the entry was queued.</summary>
    public byte[]? Prepared { get; set; }

    /// <summary>The same for the messages that come with it.</summary>
    public ImmutableArray<byte[]> PreparedMessages { get; set; }
}

/// <summary>The name of a spooled alert in its workspace.</summary>
/// <param name="Workspace">Whose alert it is.</param>
/// <param name="Id">Unique for ever.</param>
/// <param name="At">When it is taken up, Unix milliseconds.</param>
public sealed record SpoolMark(string Workspace, string Id, long At)
{
    /// <summary>Marks lie among the delivery ids, under this source, and are forgotten with them.</summary>
    public const string Source = "spool";
}

/// <summary>Whether an entry's condition held. Refused entries write nothing; the rest of their batch is not touched by that.</summary>
public enum LedgerOutcome
{
    /// <summary>Not committed yet, or never.</summary>
    Undecided = 0,

    Applied = 1,

    /// <summary>The row changed since the caller read it: read again and decide again.</summary>
    Conflict = 2,

    /// <summary>Stored, but the parent it named is over: it stands alone.</summary>
    ParentGone = 3,
}

/// <summary>The alert fired again and changed nothing: its row counts.</summary>
public sealed class AlertRepeat : LedgerEntry
{
    public required long RowId { get; init; }

    /// <summary>The row's version when it was read; any change of status or incident raises it, a repeat does not.</summary>
    public required int RowVersion { get; init; }

    public required int Count { get; set; }

    /// <summary>Unix milliseconds.</summary>
    public required long LastSeen { get; set; }

    /// <summary>At most one a minute and incident; null otherwise.</summary>
    public IncidentEvent? Event { get; init; }
}

/// <summary>A new incident with its alert row, its first events and its place in a group: all of them or none.</summary>
public sealed class IncidentBirthEntry : LedgerEntry
{
    public required AlertRow Alert { get; init; }
    public required Incident Incident { get; init; }
    public required ImmutableArray<TimelineEvent> Events { get; init; }

    /// <summary>Cleared by the ledger when the parent is over by now.</summary>
    public Placement? Placement { get; set; }

    /// <summary>The row of an alert that is known by its content only and was not seen for too long; 0 for none.</summary>
    public long ExpiresRowId { get; init; }

    /// <summary>What the incident must do later.</summary>
    public ImmutableArray<AlarmChange> Alarms { get; init; } = [];

    /// <summary>Takes the place of <see cref="Alarms"/> when the parent that was chosen is over and the incident stands alone; unset: they stay.</summary>
    public ImmutableArray<AlarmChange> AlarmsAlone { get; init; }

    /// <summary>Those that count.</summary>
    public ImmutableArray<AlarmChange> AlarmsOf(LedgerOutcome outcome) => outcome is LedgerOutcome.ParentGone && !AlarmsAlone.IsDefault ? AlarmsAlone : Alarms;
}

/// <summary>An incident's state with the facts that belong to the change: they commit together or not at all.</summary>
public sealed class IncidentWrite : LedgerEntry
{
    public required Incident Incident { get; init; }
    public required int Version { get; init; }
    public required ImmutableArray<TimelineEvent> Events { get; init; }

    /// <summary>Rows that the change ends, begins again, adds or moves.</summary>
    public ImmutableArray<AlertChange> Alerts { get; init; } = [];

    /// <summary>The incident that an unmerged alert gets.</summary>
    public AlertSplit? Split { get; init; }

    /// <summary>What the incident must do later, and what it has done by now.</summary>
    public ImmutableArray<AlarmChange> Alarms { get; init; } = [];

    /// <summary>Who must be told of it. Stored with an alarm for each destination (<see cref="AlarmTarget"/>, kind <c>destination</c>).</summary>
    public ImmutableArray<OutboxMessage> Outbox { get; init; } = [];
}

/// <summary>An alert that leaves its incident for one of its own.</summary>
/// <param name="RowId">Its row, which moves.</param>
/// <param name="Incident">The new incident.</param>
/// <param name="Events">The new incident's first events.</param>
/// <param name="Alarms">What the new incident must do later.</param>
public sealed record AlertSplit(long RowId, Incident Incident, ImmutableArray<TimelineEvent> Events, ImmutableArray<AlarmChange> Alarms);

/// <summary>Alarms by themselves, for a grain that changes nothing else.</summary>
public sealed class AlarmEntry : LedgerEntry
{
    public required AlarmTarget Target { get; init; }
    public required ImmutableArray<AlarmChange> Alarms { get; init; }
}

/// <summary>An incident's event before it is stored.</summary>
public sealed record IncidentEvent(string Workspace, string IncidentId, TimelineEvent Event);

/// <summary>A delivery id with the answer that its sender got, so that a replay gets the same one and changes nothing.</summary>
public sealed class DeliveryRecord : LedgerEntry
{
    public required string Workspace { get; init; }
    public required string Source { get; init; }
    public required string Id { get; init; }
    public required long At { get; init; }

    /// <summary>HTTP status of the answer.</summary>
    public required int Status { get; init; }

    public required string Response { get; init; }

    /// <summary>Records older than this are dropped with the same transaction.</summary>
    public required long ForgetBefore { get; init; }
}

/// <summary>An alert that could not be processed, kept until it is replayed.</summary>
public sealed class DeadLetterEntry : LedgerEntry
{
    public required string Workspace { get; init; }
    public required string Source { get; init; }
    public required string Payload { get; init; }
    public required string Error { get; init; }
    public required long At { get; init; }
}

/// <summary>A dead letter that was replayed.</summary>
public sealed class DeadLetterRemoval : LedgerEntry
{
    public required string Workspace { get; init; }
    public required long Seq { get; init; }
}

/// <summary>A workspace that was named for the first time, or whose display name changed.</summary>
public sealed class WorkspaceEntry : LedgerEntry
{
    public required string Id { get; init; }
    public string? Name { get; init; }
    public required long At { get; init; }
}

/// <summary>A small row that is written over and over, because an empty transaction proves nothing about the disk.</summary>
public sealed class LedgerProbeEntry : LedgerEntry;
