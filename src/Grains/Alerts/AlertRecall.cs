using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;
using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Alerts;

/// <summary>Reads into memory what the ledger knows. Nothing else in the intake asks the ledger's index.</summary>
internal sealed class AlertRecall(
    string workspace, string scope, AlertMemory memory, IAlertIndex index, EarlyEnds ends, TimeProvider clock, DedupOptions options)
{
    private const int MaxRecalledTexts = 2_000;

    /// <summary>No alert that meets here has a service or a workload.</summary>
    private readonly bool isServiceless = GrainKeys.IsServiceless(scope);

    private Task? texts;

    /// <summary>What happened before this activation is in memory as far as texts need it.</summary>
    public bool IsReady => texts is { IsCompletedSuccessfully: true };

    /// <summary>
    /// Reads what happened before this activation, with the first call and not while it activates: Orleans lets the callers of an activation that
    /// fails wait for 5 s, when all they need is to hear that the ledger is away.
    /// </summary>
    public async Task<bool> TryBeReadyAsync()
    {
        try
        {
            if (texts is null or { IsFaulted: true } or { IsCanceled: true }) texts = Task.WhenAll(RecallTextsAsync(), ends.RecallAsync());
            await texts;
            return true;
        }
        catch (LedgerUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Asks the ledger for an alert that memory may not know.</summary>
    public Task RecallAsync(SignalText text) => RecallAsync(text.Identity, text.Alternate);

    public async Task RecallAsync(string identity, string? alternate)
    {
        if (memory.Find(identity) is not null) return;
        if (await index.FindAsync(workspace, identity, alternate) is not { Status: not AlertStatus.Expired } row) return;
        if (memory.Find(row.Identity) is null) await RememberAsync(row);
    }

    /// <summary>Asks the ledger once for all alerts of a body that memory may not know.</summary>
    public async Task RecallAsync(IReadOnlyList<SignalText> texts)
    {
        var unknown = texts.Where(text => memory.Find(text.Identity) is null).ToList();
        if (unknown.Count == 0) return;
        foreach (var row in await index.FindAllAsync(workspace, unknown.ConvertAll(text => new AlertName(text.Identity, text.Alternate))))
        {
            if (row is { Status: not AlertStatus.Expired } && memory.Find(row.Identity) is null) await RememberAsync(row);
        }
    }

    /// <summary>Reads an alert again that its incident has changed.</summary>
    /// <param name="identity">The alert.</param>
    /// <param name="incident">Its incident, after the change.</param>
    /// <param name="before">What memory knew, whose repeats go on being counted.</param>
    public async Task ReloadAsync(string identity, Incident incident, AlertEntry before)
    {
        if (await index.FindAsync(workspace, identity, null) is not { } row) return;
        memory.Add(new AlertEntry(row, before.Tally)
        {
            GroupId = before.GroupId,
            Subject = incident.Subject,
            Described = incident.Description.Length > 0,
            Features = FeaturesOf(row),
        });
    }

    /// <summary>Earlier rows of an alert that is known by its content only: their incidents stand, although the alert has begun anew.</summary>
    public ValueTask<IReadOnlyList<AlertRow>> ExpiredAsync(string identity) => index.ExpiredAsync(workspace, identity);

    /// <summary>Whether a commit from the spool is durable.</summary>
    public ValueTask<bool> IsMarkedAsync(string mark) => index.IsMarkedAsync(workspace, mark);

    /// <summary>Those commits from the spool that are durable.</summary>
    public async ValueTask<IReadOnlyCollection<string>> MarkedAsync(IReadOnlyCollection<string> marks) =>
        marks.Count == 0 ? [] : await index.MarkedAsync(workspace, marks);

    private async Task RecallTextsAsync()
    {
        var since = clock.GetUtcNow() - options.S2Window;
        var rows = await index.RecentAsync(workspace, scope, since.ToUnixTimeMilliseconds(), MaxRecalledTexts);
        foreach (var row in rows.Reverse()) await RememberAsync(row);
    }

    private async Task RememberAsync(AlertRow row) =>
        memory.Add(new AlertEntry(row) { GroupId = await index.GroupOfAsync(workspace, row.IncidentId), Features = FeaturesOf(row) });

    /// <summary>Only alerts whose source does not guarantee identity are matched by their text.</summary>
    private TitleFeatures? FeaturesOf(AlertRow row) =>
        // Whoever meets here with a namespace has a service or a workload too.
        SourceIdentity.IsGuaranteed(row.Source) ? null
        : TitleFeatures.From(row.Title, null, maskAddresses: row.Namespace is not null && !isServiceless);
}
