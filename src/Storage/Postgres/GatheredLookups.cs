using AiSre.Grains.Ledger;
using AiSre.Storage.Reading;

namespace AiSre.Storage.Postgres;

/// <summary>
/// Lookups of alerts share round trips: what asks while a few queries are under way is asked for with the next one, all of a workspace together. A
/// storm of new alerts asks for each of them, and one by one they would keep every connection busy that anybody else reads by.
/// </summary>
public sealed class GatheredLookups(AlertReads reads, ILedgerReader reader) : IAlertIndex
{
    /// <summary>So many at a time; whoever asks meanwhile waits for one of them.</summary>
    private const int AtOnce = 4;

    private const int MostTogether = 500;

    private const string ByNames = $"""
        SELECT {AlertReads.Columns} FROM (
          SELECT *, row_number() OVER (PARTITION BY identity ORDER BY status = 'firing' DESC, row_id DESC) AS place FROM alerts WHERE row_id IN (
            SELECT row_id FROM alerts WHERE workspace = @workspace AND identity = ANY(@names)
            UNION ALL
            SELECT row_id FROM alerts WHERE workspace = @workspace AND alternate = ANY(@names))) AS named
        WHERE place = 1 ORDER BY status = 'firing' DESC, row_id DESC
        """;

    private readonly Lock gate = new();
    private readonly Queue<string> turns = new();
    private readonly Dictionary<string, List<Lookup>> waiting = new(StringComparer.Ordinal);
    private int underWay;

    public async ValueTask<AlertRow?> FindAsync(string workspace, string identity, string? alternate) =>
        (await FindAllAsync(workspace, [new AlertName(identity, alternate)]))[0];

    public async ValueTask<IReadOnlyList<AlertRow?>> FindAllAsync(string workspace, IReadOnlyList<AlertName> alerts)
    {
        if (Enqueue(workspace, alerts) is { } lookup) return await lookup.Task;
        try
        {
            return await AskAsync(workspace, alerts);
        }
        finally
        {
            Leave();
        }
    }

    public ValueTask<IReadOnlyList<AlertRow>> RecentAsync(string workspace, string scope, long since, int limit) =>
        reads.RecentAsync(workspace, scope, since, limit);

    public ValueTask<IReadOnlyList<AlertRow>> ExpiredAsync(string workspace, string identity) => reads.ExpiredAsync(workspace, identity);
    public ValueTask<string?> GroupOfAsync(string workspace, string incidentId) => reads.GroupOfAsync(workspace, incidentId);
    public ValueTask<bool> IsMarkedAsync(string workspace, string mark) => reads.IsMarkedAsync(workspace, mark);
    public ValueTask<IReadOnlyList<AlertRow>> OfIncidentAsync(string workspace, string incidentId) => reads.OfIncidentAsync(workspace, incidentId);

    public async ValueTask<IReadOnlyList<string>> MarkedAsync(string workspace, IReadOnlyCollection<string> marks) => await reader.QueryAsync(
        "SELECT id FROM deliveries WHERE workspace = @workspace AND source = @source AND id = ANY(@marks)", row => row.GetString(0),
        ("@workspace", workspace), ("@source", SpoolMark.Source), ("@marks", marks.ToArray()));

    /// <summary>Null: there is room, and the caller asks by itself.</summary>
    private Lookup? Enqueue(string workspace, IReadOnlyList<AlertName> alerts)
    {
        lock (gate)
        {
            if (underWay < AtOnce)
            {
                underWay++;
                return null;
            }
            var lookup = new Lookup(alerts);
            if (!waiting.TryGetValue(workspace, out var others))
            {
                waiting.Add(workspace, others = []);
                turns.Enqueue(workspace);
            }
            others.Add(lookup);
            return lookup;
        }
    }

    /// <summary>Whoever is through asks for those who wait, beside his own work.</summary>
    private void Leave()
    {
        if (Take() is { } next) _ = Task.Run(() => AnswerAsync(next.Workspace, next.Lookups));
    }

    private (string Workspace, List<Lookup> Lookups)? Take()
    {
        lock (gate)
        {
            if (!turns.TryDequeue(out var workspace))
            {
                underWay--;
                return null;
            }
            waiting.Remove(workspace, out var lookups);
            if (lookups!.Count > MostTogether)
            {
                waiting.Add(workspace, lookups[MostTogether..]);
                turns.Enqueue(workspace);
                lookups = lookups[..MostTogether];
            }
            return (workspace, lookups);
        }
    }

    private async Task AnswerAsync(string workspace, List<Lookup> lookups)
    {
        try
        {
            var rows = await AskAsync(workspace, [.. lookups.SelectMany(lookup => lookup.Alerts)]);
            var read = 0;
            foreach (var lookup in lookups)
            {
                lookup.SetResult([.. rows.Skip(read).Take(lookup.Alerts.Count)]);
                read += lookup.Alerts.Count;
            }
        }
        catch (Exception exception)
        {
            foreach (var lookup in lookups) lookup.TrySetException(exception);
        }
        finally
        {
            Leave();
        }
    }

    private async Task<IReadOnlyList<AlertRow?>> AskAsync(string workspace, IReadOnlyList<AlertName> alerts)
    {
        string[] names = [.. alerts.Select(alert => alert.Identity).Concat(alerts.Select(alert => alert.Alternate).OfType<string>()).Distinct()];
        var rows = await reader.QueryAsync(ByNames, AlertReads.Row, ("@workspace", workspace), ("@names", names));
        if (rows.Count == 0) return new AlertRow?[alerts.Count];
        // The rows come in the order in which they are preferred.
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Count; i++)
        {
            places.TryAdd(rows[i].Identity, i);
            if (rows[i].Alternate is { } alternate) places.TryAdd(alternate, i);
        }
        return [.. alerts.Select(alert => Math.Min(PlaceOf(alert.Identity), PlaceOf(alert.Alternate))).Select(i => i < rows.Count ? rows[i] : null)];

        int PlaceOf(string? name) => name is not null && places.TryGetValue(name, out var place) ? place : int.MaxValue;
    }

    private sealed class Lookup(IReadOnlyList<AlertName> alerts)
        : TaskCompletionSource<IReadOnlyList<AlertRow?>>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public IReadOnlyList<AlertName> Alerts => alerts;
    }
}
