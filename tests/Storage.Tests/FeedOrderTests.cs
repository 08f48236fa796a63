using System.Collections.Concurrent;
using System.Diagnostics;
using AiSre.Domain.Incidents;
using AiSre.Grains.Events;
using AiSre.Grains.Ledger;
using AiSre.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Storage.Tests;

/// <summary>
/// Eight writers on one silo or two, with refusals, replays and contention among them; readers that are killed and go on from the last position that
/// they noted down. All read every event that committed once, in one order.
/// </summary>
/// <param name="dialect">The database.</param>
/// <param name="silos">How many write at once.</param>
public abstract class FeedOrderTests(LedgerDialect dialect, int silos) : LedgerSuite(dialect)
{
    private const int Writers = 8;
    private const int Rounds = 150;
    private const string Last = "last";

    private readonly ConcurrentBag<(string Id, string Type)> committed = [];
    private volatile bool done;

    /// <summary>Whatever else the dialect can do to make it hard.</summary>
    protected virtual Task DisturbAsync(Func<bool> isDone) => Task.CompletedTask;

    [Fact]
    public async Task Every_committed_event_is_read_once_and_in_one_order()
    {
        var others = new List<ServiceProvider>();
        for (var i = 1; i < silos; i++) others.Add(await StartSiloAsync());
        try
        {
            List<LedgerWriter> ledgers = [Ledger, .. others.Select(other => other.GetRequiredService<LedgerWriter>())];
            List<IFeedReads> feeds = [Service<IFeedReads>(), .. others.Select(other => other.GetRequiredService<IFeedReads>())];
            var start = await feeds[0].EndAsync();
            Task<List<FeedEvent>>[] readers =
            [
                Task.Run(() => ReadAsync(feeds[0], null, start, limit: 1_000, killEvery: 0), Cancel),
                Task.Run(() => ReadAsync(feeds[^1], null, start, limit: 7, killEvery: 3), Cancel),
                Task.Run(() => ReadAsync(feeds[0], "ws-1", start, limit: 50, killEvery: 2), Cancel),
            ];
            var disturbing = Task.Run(() => DisturbAsync(() => done), Cancel);
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(ledgers[writer % silos], writer), Cancel)));
            done = true;
            await disturbing;
            var last = Samples.Birth(Samples.Incident(Last, "ws-1"));
            await CommitAsync(Ledger, last);
            var (all, killed, one) = (await readers[0], await readers[1], await readers[2]);

            Assert.Equal(committed.Order(), all.Select(e => (e.Id, e.Type)).Where(e => e.Type != Disturbance).Order());
            Assert.Equal(all.Select(Whole), killed.Select(Whole));
            Assert.Equal(all.Where(e => e.Workspace == "ws-1").Select(Whole), one.Select(Whole));
            // What a writer did after its last commit had come back is read after that.
            foreach (var incident in all.Where(e => e.Type != Disturbance && e.Id != Last).GroupBy(e => e.Id))
            {
                var types = incident.Select(e => e.Type).Where(type => type != EventTypes.AlertDeduplicated);
                Assert.Equal(["alert_received", "incident_created", "note_added", "note_added", "incident_resolved"], types);
            }
        }
        finally
        {
            foreach (var other in others) await other.DisposeAsync();
        }
    }

    protected const string Disturbance = "disturbance";

    private async Task WriteAsync(LedgerWriter ledger, int writer)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var id = $"inc-{writer}-{round}";
            var birth = Samples.Birth(Samples.Incident(id, $"ws-{round % 3}"));
            await CommitAsync(ledger, birth);
            // An id that is there, a version that is not, and an alert that another writer may open at the same time.
            await CommitAsync(ledger, Samples.Birth(birth.Incident, identity: $"other-{writer}-{round}"), LedgerOutcome.Conflict);
            await Task.WhenAll(
                CommitAsync(ledger, Change(birth.Incident, 1, EventTypes.NoteAdded)),
                CommitAsync(ledger, Change(birth.Incident, 9, EventTypes.IncidentReopened), LedgerOutcome.Conflict),
                RepeatAsync(ledger, birth.Alert));
            await CommitAsync(ledger, Change(birth.Incident, 2, EventTypes.NoteAdded));
            await CommitAsync(ledger, Change(birth.Incident, 3, EventTypes.IncidentResolved));
        }
    }

    private Task RepeatAsync(LedgerWriter ledger, AlertRow row) =>
        CommitAsync(ledger, Samples.Repeat(row, e: Samples.Event(EventTypes.AlertDeduplicated)));

    private async Task CommitAsync(LedgerWriter ledger, LedgerEntry entry, LedgerOutcome expected = LedgerOutcome.Applied)
    {
        await ledger.CommitAsync(entry).WaitAsync(Samples.Patience, Cancel);
        Assert.Equal(expected, entry.Outcome);
        if (expected is LedgerOutcome.Conflict) return;
        foreach (var e in entry.FactsOf(expected).Events) committed.Add((e.IncidentId, e.Event.Type));
    }

    private static IncidentWrite Change(Incident incident, int version, string type) =>
        new() { Incident = incident, Version = version, Facts = new() { Events = Samples.Of(incident, Samples.Event(type)) } };

    /// <param name="feed">Where it reads.</param>
    /// <param name="workspace">Null for all.</param>
    /// <param name="from">Where it begins.</param>
    /// <param name="limit">Events a read.</param>
    /// <param name="killEvery">It dies so often after it has read and before it has noted that down; 0 for never.</param>
    private async Task<List<FeedEvent>> ReadAsync(IFeedReads feed, string? workspace, FeedPosition from, int limit, int killEvery)
    {
        var noted = new List<FeedEvent>();
        var position = from.ToString();
        var reached = new HashSet<string>();
        var clock = Stopwatch.StartNew();
        for (var reads = 1; ; reads++)
        {
            Assert.True(clock.Elapsed < Poll.Patience, $"{Last} has not come after {noted.Count} events.");
            var read = await feed.ReadAsync(workspace, FeedPosition.Parse(position)!.Value, limit);
            Assert.False(read.Reset);
            // A slow machine may take its time, as long as there is more than there was.
            if (read.Events is [.., { Position: var furthest }] && reached.Add(furthest)) clock.Restart();
            if (noted is [.., { Id: Last, Type: EventTypes.IncidentCreated }]) return noted;
            if (killEvery > 0 && reads % killEvery == 0)
            {
                // It got as far as the middle of what it read.
                foreach (var e in read.Events.Take(read.Events.Length / 2))
                {
                    noted.Add(e);
                    position = e.Position;
                }
                continue;
            }
            noted.AddRange(read.Events);
            position = read.Next.ToString();
            if (read.Events.IsEmpty) await Task.Delay(2, Cancel);
        }
    }

    private static string Whole(FeedEvent e) => $"{e.Position} {e.Workspace} {e.Id} {e.Type}";
}
