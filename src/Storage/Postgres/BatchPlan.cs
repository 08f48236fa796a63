using System.Diagnostics;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Postgres;

/// <summary>The entries of a batch by kind, because each kind is one statement. Repeats of one version of a row are added up first.</summary>
internal sealed class BatchPlan
{
    private readonly IReadOnlyList<LedgerEntry> entries;

    public BatchPlan(IReadOnlyList<LedgerEntry> entries)
    {
        this.entries = entries;
        foreach (var entry in entries)
        {
            switch (entry)
            {
                case AlertRepeat e: Repeats.Add(e); break;
                case IncidentBirthEntry e: Births.Add(e); break;
                case IncidentWrite e: Changes.Add(e); break;
                case DocumentEntry e: Documents.Add(e); break;
                case DeployWrite e: Deploys.Add(e); break;
                case FactsEntry: break;
                case DeliveryRecord e: Deliveries.Add(e); break;
                case DeadLetterEntry e: DeadLetters.Add(e); break;
                case DeadLetterRemoval e: Removals.Add(e); break;
                case DeadLetterRetry e: Retries.Add(e); break;
                case WorkspaceEntry e: Workspaces.Add(e); break;
                case OutboxResultEntry e: Results.Add(e); break;
                case OutboxReplay e: Replays.Add(e); break;
                case OutboxHistory e: Histories.Add(e); break;
                case ImportRows e: Imports.Add(e); break;
                case EraseRows e: Erasures.Add(e); break;
                case EraseIncidents e: IncidentErasures.Add(e); break;
                case LedgerProbeEntry e: Probes.Add(e); break;
                default: throw new UnreachableException($"{nameof(WrittenKinds)} let a {entry.GetType().Name} in.");
            }
        }
        // Locks are taken in one order by all silos.
        Sums = [.. Repeats.GroupBy(e => (e.RowId, e.RowVersion)).Select(RepeatSum.Of).OrderBy(sum => sum.RowId)];
        BirthsByIdentity =
        [
            .. Births.OrderBy(birth => birth.Alert.Workspace, StringComparer.Ordinal).ThenBy(birth => birth.Alert.Identity, StringComparer.Ordinal),
        ];
    }

    public List<AlertRepeat> Repeats { get; } = [];
    public List<RepeatSum> Sums { get; }
    public List<IncidentBirthEntry> Births { get; } = [];
    public List<IncidentBirthEntry> BirthsByIdentity { get; }
    public List<IncidentWrite> Changes { get; } = [];
    public List<DocumentEntry> Documents { get; } = [];
    public List<DeployWrite> Deploys { get; } = [];
    public List<DeliveryRecord> Deliveries { get; } = [];
    public List<DeadLetterEntry> DeadLetters { get; } = [];
    public List<DeadLetterRemoval> Removals { get; } = [];
    public List<DeadLetterRetry> Retries { get; } = [];
    public List<WorkspaceEntry> Workspaces { get; } = [];
    public List<OutboxResultEntry> Results { get; } = [];
    public List<OutboxReplay> Replays { get; } = [];
    public List<OutboxHistory> Histories { get; } = [];
    public List<ImportRows> Imports { get; } = [];
    public List<EraseRows> Erasures { get; } = [];
    public List<EraseIncidents> IncidentErasures { get; } = [];
    public List<LedgerProbeEntry> Probes { get; } = [];

    /// <summary>Entries that locked rows or a mark may have something against.</summary>
    public IEnumerable<LedgerEntry> Conditional => entries.Where(entry =>
        entry is IncidentWrite or DocumentEntry { Version: > 0 } || entry.Facts.Mark is not null
            || entry.Facts.Alarms.Any(change => change is AlarmFired));

    /// <summary>Entries whose own statement cannot be refused. Their facts come in the order in which they are written.</summary>
    public IEnumerable<LedgerEntry> Unconditional =>
        [.. Changes, .. entries.OfType<FactsEntry>(), .. Results, .. Deliveries, .. DeadLetters, .. Removals, .. Retries, .. Workspaces, .. Replays,
            .. Histories, .. Imports, .. Erasures, .. IncidentErasures, .. Probes];

    /// <summary>Alarms that somebody says have fired: only if they still stand.</summary>
    public List<AlarmKey> FiredAlarms =>
    [
        .. entries.Where(entry => !entry.Facts.Alarms.IsEmpty)
            .SelectMany(entry => entry.Facts.Alarms.OfType<AlarmFired>().Select(fired => AlarmKey.Of(entry.Target, fired))).Distinct(),
    ];

    /// <summary>All that its messages are for.</summary>
    public IEnumerable<AlarmTarget> Destinations => entries.SelectMany(entry => entry.Facts.Messages.Select(OutboxAlarm.TargetOf));

    /// <summary>Marks that must not be there, in one order.</summary>
    public List<(MarkKey Key, long At)> Marks =>
    [
        .. entries.Where(entry => entry.Facts.Mark is not null)
        .Select(entry => (Key: new MarkKey(entry.Workspace, entry.Facts.Mark!.Id), entry.Facts.Mark.At))
            .DistinctBy(mark => mark.Key).OrderBy(mark => mark.Key.Workspace, StringComparer.Ordinal)
            .ThenBy(mark => mark.Key.Id, StringComparer.Ordinal),
    ];

    /// <summary>Documents whose rows decide, in one order.</summary>
    public List<DocumentKey> ChangedDocuments =>
    [
        .. Documents.Where(entry => entry.Version > 0).Select(entry => entry.Key).Distinct()
            .OrderBy(key => key.Workspace, StringComparer.Ordinal).ThenBy(key => key.Kind, StringComparer.Ordinal)
            .ThenBy(key => key.Id, StringComparer.Ordinal),
    ];

    /// <summary>Incidents whose rows decide what is written: those that change, and those that are to be parents or to be adopted.</summary>
    public List<(string Workspace, string Id)> Incidents =>
    [
        .. Changes.Select(change => (change.Workspace, change.Incident.Id))
            .Concat(Births.Where(birth => birth.Placement?.ParentId is not null).Select(birth => (birth.Workspace, birth.Placement!.ParentId!)))
            .Concat(Births.SelectMany(birth => (birth.Placement?.Adopted ?? []).Select(adopted => (birth.Workspace, adopted))))
            .Distinct(),
    ];

    /// <summary>Whether anything has to be read or marked before it can be decided what is written.</summary>
    public bool NeedsLocks => Changes.Count > 0 || Incidents.Count > 0 || Conditional.Any();

    /// <summary>Nothing that is written depends on what came of the rest.</summary>
    public bool IsRepeatsAlone =>
        Repeats.Count == entries.Count && Repeats.TrueForAll(static repeat => ReferenceEquals(repeat.Facts, LedgerFacts.None));

    public BatchPlan Without(HashSet<LedgerEntry> refused) => new([.. entries.Where(entry => !refused.Contains(entry))]);
}

/// <summary>All repeats of one version of an alert's row.</summary>
internal sealed record RepeatSum(long RowId, int Version, int Count, long LastSeen)
{
    public static RepeatSum Of(IGrouping<(long RowId, int Version), AlertRepeat> repeats) =>
        new(repeats.Key.RowId, repeats.Key.Version, repeats.Sum(e => e.Count), repeats.Max(e => e.LastSeen));
}
