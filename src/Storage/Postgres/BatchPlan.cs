using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Postgres;

/// <summary>The entries of a batch by kind, because each kind is one statement. Repeats of one version of a row are added up first.</summary>
internal sealed class BatchPlan
{
    public BatchPlan(IReadOnlyList<LedgerEntry> entries)
    {
        foreach (var entry in entries)
        {
            switch (entry)
            {
                case AlertRepeat e: Repeats.Add(e); break;
                case IncidentBirthEntry e: Births.Add(e); break;
                case IncidentWrite e: Changes.Add(e); break;
                case DeliveryRecord e: Deliveries.Add(e); break;
                case DeadLetterEntry e: DeadLetters.Add(e); break;
                case DeadLetterRemoval e: Removals.Add(e); break;
                case WorkspaceEntry e: Workspaces.Add(e); break;
                case AlarmEntry e: Alarms.Add(e); break;
                case OutboxEntry e: Messages.Add(e); break;
                case OutboxResultEntry e: Results.Add(e); break;
                case OutboxReplay e: Replays.Add(e); break;
                case LedgerProbeEntry e: Probes.Add(e); break;
                default: throw new ArgumentException($"The ledger cannot write a {entry.GetType().Name}.", nameof(entries));
            }
        }
        // Locks are taken in one order by all silos.
        Sums = [.. Repeats.GroupBy(e => (e.RowId, e.RowVersion)).Select(RepeatSum.Of).OrderBy(sum => sum.RowId)];
        BirthsByIdentity = [.. Births.OrderBy(birth => birth.Alert.Workspace, StringComparer.Ordinal).ThenBy(birth => birth.Alert.Identity, StringComparer.Ordinal)];
    }

    public List<AlertRepeat> Repeats { get; } = [];
    public List<RepeatSum> Sums { get; }
    public List<IncidentBirthEntry> Births { get; } = [];
    public List<IncidentBirthEntry> BirthsByIdentity { get; }
    public List<IncidentWrite> Changes { get; } = [];
    public List<DeliveryRecord> Deliveries { get; } = [];
    public List<DeadLetterEntry> DeadLetters { get; } = [];
    public List<DeadLetterRemoval> Removals { get; } = [];
    public List<WorkspaceEntry> Workspaces { get; } = [];
    public List<AlarmEntry> Alarms { get; } = [];
    public List<OutboxEntry> Messages { get; } = [];
    public List<OutboxResultEntry> Results { get; } = [];
    public List<OutboxReplay> Replays { get; } = [];
    public List<LedgerProbeEntry> Probes { get; } = [];

    /// <summary>Alarms that somebody says have fired: only if they still stand.</summary>
    public List<AlarmKey> FiredAlarms =>
    [
        .. Changes.SelectMany(change => Fired(TargetOf(change.Incident), change.Alarms)).Concat(Alarms.SelectMany(entry => Fired(entry.Target, entry.Alarms))).Distinct(),
    ];

    /// <summary>Everything that brings messages, in the order in which they are written.</summary>
    public IEnumerable<LedgerEntry> Outbox => [.. Changes, .. Messages, .. Results];

    public static AlarmTarget TargetOf(Incident incident) => new(IncidentGrain.Kind, incident.Workspace, incident.Id);

    private static IEnumerable<AlarmKey> Fired(AlarmTarget target, ImmutableArray<AlarmChange> alarms) =>
        alarms.OfType<AlarmFired>().Select(alarm => new AlarmKey(target, alarm.Name));

    /// <summary>Incidents whose rows decide what is written: those that change, and those that are to be parents or to be adopted.</summary>
    public List<(string Workspace, string Id)> Incidents =>
    [
        .. Changes.Select(change => (change.Incident.Workspace, change.Incident.Id))
            .Concat(Births.Where(birth => birth.Placement?.ParentId is not null).Select(birth => (birth.Incident.Workspace, birth.Placement!.ParentId!)))
            .Concat(Births.SelectMany(birth => (birth.Placement?.Adopted ?? []).Select(adopted => (birth.Incident.Workspace, adopted))))
            .Distinct(),
    ];
}

/// <summary>All repeats of one version of an alert's row.</summary>
internal sealed record RepeatSum(long RowId, int Version, int Count, long LastSeen)
{
    public static RepeatSum Of(IGrouping<(long RowId, int Version), AlertRepeat> repeats) =>
        new(repeats.Key.RowId, repeats.Key.Version, repeats.Sum(e => e.Count), repeats.Max(e => e.LastSeen));
}
