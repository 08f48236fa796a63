using AiSre.Grains.Ledger;

namespace AiSre.Storage.Postgres;

/// <summary>
/// Writes entries inside an open transaction, in at most three round trips: lock what decides, write what may be refused, write the rest. Repeats
/// alone need one. It is as if the entries came in the order repeats, births, changes, messages, records.
/// </summary>
/// <param name="entries">What to write.</param>
/// <param name="now">Unix milliseconds.</param>
/// <param name="settlements">Gets what the entries are to be told once the batch is committed.</param>
internal sealed class BatchPart(IReadOnlyList<LedgerEntry> entries, long now, List<Action> settlements)
{
    private readonly LockedRows locked = new();
    private readonly HashSet<MarkKey> marked = [];
    private readonly HashSet<(long RowId, int Version)> counted = [];
    private readonly Dictionary<(string Workspace, string Id), long> born = [];
    private readonly HashSet<DocumentKey> created = [];
    private readonly HashSet<DeployRow> deployed = [];
    private readonly List<StoredBirth> births = [];
    private readonly AppliedFacts facts = new(now);
    private BatchPlan plan = new(entries);

    /// <param name="pipeline">What goes to the server before the first statement, with it.</param>
    /// <param name="lastRound">Adds what follows the last statement.</param>
    public void Run(Pipeline pipeline, Action<Pipeline> lastRound)
    {
        if (plan.IsRepeatsAlone)
        {
            Count(pipeline);
            lastRound(pipeline);
            pipeline.Run();
            SettleRepeats();
            return;
        }
        var early = Lock(pipeline);
        Decide();

        Count(pipeline);
        pipeline.Add([.. plan.Births.Where(birth => birth.ExpiresRowId != 0)], AlertCommands.Expire);
        pipeline.Add(plan.BirthsByIdentity, AlertCommands.Insert, row => born[(row.GetString(1), row.GetString(2))] = row.GetInt64(0));
        DocumentCommands.Create(pipeline, plan, now, created);
        DeployCommands.Write(pipeline, plan, deployed);
        pipeline.Run();
        SettleRepeats();
        SettleBirths();
        foreach (var document in plan.Documents) SetOutcome(document, document.Version > 0 || created.Remove(document.Key));
        foreach (var deploy in plan.Deploys) SetOutcome(deploy, deployed.Remove(DeployRow.Of(deploy)));
        foreach (var entry in plan.Unconditional) SetOutcome(entry, applies: true);

        IncidentCommands.Add(pipeline, births, plan.Changes);
        AlertCommands.Add(pipeline, plan.Changes);
        DocumentCommands.Change(pipeline, plan, now);
        DeployCommands.Forget(pipeline, plan, now);
        AlarmCommands.Add(pipeline, facts.Alarms);
        if (!early) OutboxCommands.Lock(pipeline, facts.Messages.Select(message => message.Destination));
        OutboxCommands.Add(pipeline, plan, facts.Messages, now, (replay, count) => settlements.Add(() => replay.Replayed = count));
        FactCommands.Add(pipeline, facts, now);
        FeedCommands.Add(pipeline, facts.Feed, now);
        MarkCommands.Remove(pipeline, marked.Where(mark => !facts.Marks.Contains(mark)));
        RecordCommands.Add(pipeline, plan);
        ImportCommands.Add(pipeline, plan);
        ErasureCommands.Add(pipeline, plan, settlements);
        lastRound(pipeline);
        pipeline.Run();
    }

    /// <summary>Reads and locks the rows that decide.</summary>
    /// <returns>Whether destinations are locked by now: before their alarms, if one of those has fired.</returns>
    private bool Lock(Pipeline pipeline)
    {
        pipeline.Add(plan.Incidents, IncidentCommands.Lock, row => locked.Add(LockedIncident.Read(row)));
        if (plan.Changes.Count > 0) pipeline.Add(AlertCommands.Lock(plan), row => locked.Add(LockedAlert.Read(row)));
        pipeline.Add(plan.ChangedDocuments, DocumentCommands.Lock, row => locked.Add(DocumentCommands.Read(row)));
        var fired = plan.FiredAlarms;
        var destinations = fired.Where(key => key.Target.Kind == OutboxAlarm.Kind).ToList();
        var early = destinations.Count > 0;
        if (early) OutboxCommands.Lock(pipeline, plan.Destinations.Concat(destinations.Select(key => key.Target)));
        pipeline.Add(fired, AlarmCommands.Lock, row => locked.Add(AlarmKey.Read(row)));
        pipeline.Add(plan.Marks, MarkCommands.Insert, row => marked.Add(MarkKey.Read(row)));
        if (plan.NeedsLocks) pipeline.Run();
        return early;
    }

    /// <summary>What is marked already goes first, then what the locked rows have something against.</summary>
    private void Decide()
    {
        Refuse(LedgerOutcome.Marked, entry => entry.Facts.Mark is { } mark && !marked.Contains(new(entry.Workspace, mark.Id)));
        // Of two in one batch the first may still be refused, so the second must decide anew.
        var free = marked.ToHashSet();
        Refuse(LedgerOutcome.Conflict, entry => entry.Facts.Mark is { } mark && !free.Remove(new(entry.Workspace, mark.Id)));
        var taken = new HashSet<object>();
        Refuse(LedgerOutcome.Conflict, entry => !locked.Allow(entry, plan.Sums, taken));
    }

    private void Refuse(LedgerOutcome outcome, Func<LedgerEntry, bool> isRefused)
    {
        var refused = plan.Conditional.Where(isRefused).ToHashSet();
        if (refused.Count == 0) return;
        foreach (var entry in refused) settlements.Add(() => entry.Outcome = outcome);
        plan = plan.Without(refused);
    }

    private void Count(Pipeline pipeline) =>
        pipeline.Add(plan.Sums, AlertCommands.Repeat, row => counted.Add((row.GetInt64(0), row.GetInt32(1))));

    private void SettleRepeats()
    {
        foreach (var repeat in plan.Repeats) SetOutcome(repeat, counted.Contains((repeat.RowId, repeat.RowVersion)));
    }

    private void SettleBirths()
    {
        foreach (var birth in plan.Births)
        {
            if (!born.TryGetValue((birth.Workspace, birth.Incident.Id), out var rowId))
            {
                SetOutcome(birth, applies: false);
                continue;
            }
            var gone = birth.Placement?.ParentId is { } parent && !IsOpenParent(birth.Workspace, parent);
            var outcome = gone ? LedgerOutcome.ParentGone : LedgerOutcome.Applied;
            var placement = birth.PlacementOf(outcome);
            births.Add(new(birth, placement));
            facts.Add(birth, outcome);
            settlements.Add(() =>
            {
                birth.Outcome = outcome;
                birth.Placement = placement;
                birth.Alert.RowId = rowId;
            });
        }
    }

    /// <summary>It is open and nobody's child: a row that was there, or one that the same batch has just born.</summary>
    private bool IsOpenParent(string workspace, string id) => locked.IsOpenParent(workspace, id)
        ?? births.Exists(birth => birth.Entry.Incident.Id == id && birth.Entry.Workspace == workspace && birth.Placement?.ParentId is null);

    private void SetOutcome(LedgerEntry entry, bool applies)
    {
        settlements.Add(() => entry.Outcome = applies ? LedgerOutcome.Applied : LedgerOutcome.Conflict);
        if (applies) facts.Add(entry, LedgerOutcome.Applied);
    }
}
