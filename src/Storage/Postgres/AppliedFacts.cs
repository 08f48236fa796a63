using AiSre.Grains.Ledger;

namespace AiSre.Storage.Postgres;

/// <summary>The facts of all entries of a batch that apply, by kind, because each kind is one statement.</summary>
internal sealed class AppliedFacts(long now)
{
    public List<(AlarmTarget Own, AlarmChange Change)> Alarms { get; } = [];
    public List<NewMessage> Messages { get; } = [];
    public List<IncidentEvent> Events { get; } = [];

    /// <summary>Incidents that have a body more than they had at birth.</summary>
    public HashSet<(string Workspace, string IncidentId)> MoreBodies { get; } = [];

    public List<(string Workspace, AuditRecord Record)> Audit { get; } = [];
    public Dictionary<(string Workspace, string Id), (string Workspace, ActionLogRow Row)> Actions { get; } = [];
    public Dictionary<DocumentKey, Attachment> Attachments { get; } = [];
    public HashSet<MarkKey> Marks { get; } = [];
    public FeedChanges Feed { get; } = new();

    public void Add(LedgerEntry entry, LedgerOutcome outcome)
    {
        var facts = entry.FactsOf(outcome);
        Feed.Add(entry, facts, now);
        if (ReferenceEquals(facts, LedgerFacts.None)) return;
        foreach (var change in facts.Alarms) Alarms.Add((entry.Target, change));
        Messages.AddRange(NewMessage.Of(entry, facts.Messages));
        Events.AddRange(facts.Events);
        if (entry is not IncidentBirthEntry)
        {
            foreach (var e in facts.Events)
                if (e.Body is not null) MoreBodies.Add((e.Workspace, e.IncidentId));
        }
        foreach (var record in facts.Audit) Audit.Add((entry.Workspace, record));
        // One statement changes a row once: the last counts.
        foreach (var row in facts.Actions) Actions[(entry.Workspace, row.Id)] = (entry.Workspace, row);
        foreach (var attachment in facts.Attachments) Attachments[new(entry.Workspace, attachment.Kind, attachment.Id)] = attachment;
        if (facts.Mark is { } mark) Marks.Add(new(entry.Workspace, mark.Id));
    }
}
