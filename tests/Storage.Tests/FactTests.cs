using AiSre.Domain.Actions;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests;

/// <summary>What commits with an entry or not at all, whatever kind of entry it is.</summary>
public abstract class FactTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    private static readonly DocumentKey Key = new(Samples.Workspace, "budget", "checkout");
    private static readonly AlarmTarget Target = new(Key.Kind, Key.Workspace, Key.Id);

    [Fact]
    public async Task A_document_brings_its_facts_and_refused_it_brings_none_of_them()
    {
        await CommitAsync(Document(0, Facts("first")));
        Assert.Equal((1, 1, 1, 1, 1, 1), Facts());
        Assert.Equal("due|5", Assert.Single(Rows("SELECT name, due_at FROM alarms WHERE kind = 'budget'")));
        Assert.Equal("dave|budget_spent|budget|checkout|{\"by\":3}", Assert.Single(Rows("SELECT actor, action, kind, id, detail FROM audit")));

        Assert.Equal(LedgerOutcome.Conflict, (await CommitAsync(Document(0, Facts("second")))).Outcome);
        Assert.Equal(LedgerOutcome.Conflict, (await CommitAsync(Document(7, Facts("third")))).Outcome);
        Assert.Equal((1, 1, 1, 1, 1, 1), Facts());
        // The mark of a refused entry is free: who decides again may use it.
        Assert.Equal(LedgerOutcome.Applied, (await CommitAsync(Document(1, Facts("second")))).Outcome);
        Assert.Equal((1, 2, 2, 2, 2, 2), Facts());
    }

    [Fact]
    public async Task What_was_taken_up_once_is_refused_whatever_kind_of_entry_it_is_the_second_time()
    {
        var birth = await CommitAsync(Samples.Birth("inc-1"));
        var mark = new LedgerFacts { Mark = new("m", 1) };
        Assert.Equal(LedgerOutcome.Applied, (await CommitAsync(Document(0, mark))).Outcome);
        LedgerEntry[] again =
        [
            Document(1, mark),
            new FactsEntry(Samples.Workspace) { Facts = mark },
            Samples.Repeat(birth.Alert, facts: mark),
            new IncidentWrite { Incident = birth.Incident with { Title = "again" }, Version = 1, Facts = mark },
            Samples.Birth(Samples.Incident("inc-2"), facts: mark),
        ];
        await Task.WhenAll(again.Select(CommitAsync));
        Assert.All(again, entry => Assert.Equal(LedgerOutcome.Marked, entry.Outcome));
        Assert.Equal((1, 1, 1), (Count("documents", "version = 1"), Count("incidents", "version = 1"), Count("alerts", "count = 1")));
        // The mark of one workspace is none of another's.
        Assert.Equal(LedgerOutcome.Applied, (await CommitAsync(new FactsEntry("ws-2") { Facts = mark })).Outcome);
    }

    [Fact]
    public async Task Of_two_in_one_batch_with_one_mark_one_counts()
    {
        var birth = await CommitAsync(Samples.Birth("inc-1"));
        var repeats = Enumerable.Range(0, 10).Select(_ => Samples.Repeat(birth.Alert, facts: new() { Mark = new("m", 1) })).ToList();
        var unmarked = Samples.Repeat(birth.Alert);
        await Task.WhenAll(repeats.Append(unmarked).Select(CommitAsync));
        Assert.Single(repeats, repeat => repeat.Outcome is LedgerOutcome.Applied);
        Assert.Equal(9, repeats.Count(repeat => repeat.Outcome is LedgerOutcome.Marked or LedgerOutcome.Conflict));
        Assert.Equal(1, Count("alerts", "count = 3"));
    }

    [Fact]
    public async Task An_alarm_that_has_fired_already_refuses_any_kind_of_entry()
    {
        await CommitAsync(Document(0, new() { Alarms = [new AlarmSet("due", 5)] }));
        var fires = new LedgerFacts { Alarms = [new AlarmFired("due", 5)] };
        DocumentEntry[] both = [Document(1, fires), Document(1, fires)];
        await Task.WhenAll(both.Select(CommitAsync));
        Assert.Single(both, entry => entry.Outcome is LedgerOutcome.Applied);
        Assert.Equal(LedgerOutcome.Conflict, (await CommitAsync(Document(2, fires))).Outcome);
        Assert.Equal("2", Assert.Single(Rows("SELECT version FROM documents")));
    }

    [Fact]
    public async Task Attachments_come_change_and_go_with_their_entry()
    {
        await CommitAsync(Document(0, new() { Attachments = [new("texts", "1", "\"a\""), new("texts", "2", "\"b\"")] }));
        await CommitAsync(Document(1, new() { Attachments = [new("texts", "1", null), new("texts", "2", "\"c\""), new("texts", "2", "\"d\"")] }));
        Assert.Equal("2|\"d\"", Assert.Single(Rows("SELECT id, document FROM documents WHERE kind = 'texts'")));
    }

    [Fact]
    public async Task An_entry_may_set_the_alarm_of_another_grain()
    {
        var other = new AlarmTarget("other", Samples.Workspace, "x");
        await CommitAsync(Document(0, new() { Alarms = [new AlarmSet("due", 5) { Of = other }] }));
        Assert.Equal((other, "due"),
            (await Service<IAlarmReads>().DueAsync(other.Partition, 5, null, 10)).Select(row => (row.Target, row.Name)).Single());
        await CommitAsync(Document(1, new() { Alarms = [new AlarmFired("due", 5) { Of = other }] }));
        Assert.Empty(await Service<IAlarmReads>().DueAsync(other.Partition, 5, null, 10));
    }

    [Fact]
    public async Task What_came_of_an_action_takes_the_place_of_its_beginning_and_what_was_executed_is_counted()
    {
        var begun = new ActionLogRow("act-1", "inc-1", "restart_pod", "started", false, "shop", "dave", 100, "east/shop/Deployment/cart", true, "{}");
        await CommitAsync(Document(0, new() { Actions = [begun, begun with { Id = "act-2", At = 50, IsExecuted = false, Outcome = "denied" }] }));
        var done = begun with { Outcome = "success", Payload = """{"a":1}""" };
        await CommitAsync(Document(1, new() { Actions = [begun with { Outcome = "failed" }, done] }));
        Assert.Equal(
            ["act-1|inc-1|success|0|100", "act-2|inc-1|denied|0|50"],
            Rows("SELECT id, incident_id, outcome, dry_run, at FROM actions ORDER BY id"));
        var reads = Service<IActionReads>();
        var past = Assert.Single(await reads.PastAsync(Samples.Workspace, DateTimeOffset.FromUnixTimeMilliseconds(100)));
        Assert.Equal((ActionName.RestartPod, "east/shop/Deployment/cart", "inc-1"), (past.Action, past.Workload, past.IncidentId));
        Assert.Empty(await reads.PastAsync(Samples.Workspace, DateTimeOffset.FromUnixTimeMilliseconds(101)));
        Assert.Empty(await reads.PastAsync("ws-2", DateTimeOffset.UnixEpoch));
        Assert.Equal("""{"a":1}""", await reads.FindAsync(Samples.Workspace, "act-1"));
        Assert.Null(await reads.FindAsync("ws-2", "act-1"));
        Assert.Equal("success", (await Reads.ActionsAsync(Samples.Workspace, "inc-1"))[0].Outcome);
    }

    [Fact]
    public async Task The_audit_is_read_in_both_directions()
    {
        for (var i = 0; i < 5; i++)
        {
            var record = new AuditRecord("dave", i == 3 ? "other" : "done", "k", $"{i}", i);
            await CommitAsync(new FactsEntry(Samples.Workspace) { Facts = new() { Audit = [record] } });
        }
        var reads = Service<IActionReads>();
        var newest = await reads.AuditAsync(Samples.Workspace, null, null, 2);
        Assert.Equal(["4", "3"], newest.Select(row => row.Id));
        Assert.Equal(["2", "1", "0"], (await reads.AuditAsync(Samples.Workspace, newest[^1].Seq, null, 9)).Select(row => row.Id));
        Assert.Equal(["3"], (await reads.AuditAsync(Samples.Workspace, null, "other", 9)).Select(row => row.Id));
        Assert.Equal(["3", "4"], (await reads.AuditAfterAsync(Samples.Workspace, newest[^1].Seq - 1, 9)).Select(row => row.Id));
        Assert.Empty(await reads.AuditAfterAsync("ws-2", 0, 9));
        Assert.Equal(newest[0].Seq, await reads.AuditEndAsync());
    }

    private static DocumentEntry Document(int version, LedgerFacts facts) => new(Key) { Version = version, Document = "{}", Facts = facts };

    private static LedgerFacts Facts(string name) => new()
    {
        Alarms = [new AlarmSet(name == "first" ? "due" : name, 5)],
        Messages = [Messages.Of(name)],
        Events = [new(Samples.Workspace, "inc-1", Samples.Event(EventTypes.NoteAdded))],
        Audit = [new("dave", "budget_spent", Key.Kind, Key.Id, 1, """{"by":3}""")],
        Attachments = [new("texts", name, "\"t\"")],
        Mark = new(name, 1),
    };

    private (long Documents, long Alarms, long Messages, long Events, long Audit, long Texts) Facts() => (
        Count("documents", "kind = 'budget'"), Count("alarms", $"kind = '{Target.Kind}'"), Count("outbox"), Count("incident_events"), Count("audit"),
        Count("documents", "kind = 'texts'"));
}
