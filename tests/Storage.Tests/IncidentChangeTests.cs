using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests;

public abstract class IncidentChangeTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    private const string A = "alertmanager:-:a", B = "alertmanager:-:b";
    private static readonly long Later = Samples.NoonUnix + 60_000;

    [Fact]
    public async Task A_write_changes_the_document_the_columns_and_the_version()
    {
        var born = await BornAsync();
        var next = born with { Severity = Severity.Critical, Phase = IncidentPhase.Acknowledged,
            Subject = born.Subject with { Pod = "p-1", Service = "orders" } };
        Assert.Equal(LedgerOutcome.Applied, (await CommitAsync(Samples.Write(next, 1))).Outcome);
        var (stored, version) = (await Reads.FindAsync(Samples.Workspace, born.Id))!.Value;
        Assert.Equivalent(next, stored, strict: true);
        Assert.Equal(2, version);
        Assert.Equal(["1|3|orders|prod"], Rows("SELECT state, severity, service, namespace FROM incidents"));
    }

    [Fact]
    public async Task A_write_with_a_stale_version_is_refused_with_all_that_belongs_to_it()
    {
        var born = await BornAsync();
        await CommitAsync(Samples.Write(born, 1));
        var events = Count("incident_events");
        var stale = await CommitAsync(Samples.Write(born with { Title = "lost" }, 1, new AllAlertsEnd(Later), new AlertJoins(Samples.Row(born, B))));
        Assert.Equal(LedgerOutcome.Conflict, stale.Outcome);
        Assert.Equal("High CPU", (await Reads.FindAsync(Samples.Workspace, born.Id))!.Value.Incident.Title);
        Assert.Equal(events, Count("incident_events"));
        Assert.Equal(AlertStatus.Firing, (await RowAsync(A))!.Status);
        Assert.Null(await RowAsync(B));
    }

    [Fact]
    public async Task An_alert_ends_and_begins_again()
    {
        var born = await BornAsync();
        var flapping = new FlappingState { Transitions = [Samples.Noon, Samples.Noon.AddMinutes(1)], Flapping = true };
        await CommitAsync(Samples.Write(born, 1, new AlertEnds(A, Later, Later - 5, flapping)));
        var ended = (await RowAsync(A))!;
        Assert.Equal((AlertStatus.Resolved, 2, false), (ended.Status, ended.Version, ended.ResolvedByHuman));
        Assert.Equal((Later, Later - 5, 1), (ended.ResolvedAt, ended.LastEventAt, ended.Count));
        Assert.Equal(flapping.Transitions, ended.Flapping.Transitions.ToArray());
        Assert.True(ended.Flapping.Flapping);

        await CommitAsync(Samples.Write(born, 2, new AlertBegins(A, Later + 1, Later - 1, null, null)));
        var begun = (await RowAsync(A))!;
        Assert.Equal((AlertStatus.Firing, 3, 2), (begun.Status, begun.Version, begun.Count));
        Assert.Equal((null, Later + 1, Later - 1, Later - 5), (begun.ResolvedAt, begun.LastSeen, begun.StartsAt, begun.LastEventAt));
        Assert.Equal(flapping.Transitions, begun.Flapping.Transitions.ToArray());
    }

    [Fact]
    public async Task An_end_that_is_said_twice_keeps_the_first_time()
    {
        var born = await BornAsync();
        await CommitAsync(Samples.Write(born, 1, new AlertEnds(A, Later, null, null)));
        await CommitAsync(Samples.Write(born, 2, new AlertEnds(A, Later + 99, null, null)));
        Assert.Equal((Later, 2), ((await RowAsync(A))!.ResolvedAt!.Value, (await RowAsync(A))!.Version));
    }

    [Fact]
    public async Task The_sources_own_end_replaces_a_persons()
    {
        var born = await BornAsync();
        await CommitAsync(Samples.Write(born, 1, new AllAlertsEnd(Later)));
        Assert.True((await RowAsync(A))!.ResolvedByHuman);
        await CommitAsync(Samples.Write(born, 2, new AlertEnds(A, Later + 99, null, null)));
        Assert.Equal((Later + 99, false), ((await RowAsync(A))!.ResolvedAt!.Value, (await RowAsync(A))!.ResolvedByHuman));
    }

    [Fact]
    public async Task An_alert_cannot_begin_again_while_its_identity_fires_in_another_incident()
    {
        var born = await BornAsync();
        await CommitAsync(Samples.Write(born, 1, new AlertEnds(A, Later, null, null)));
        await CommitAsync(Samples.Birth("inc-2", A));
        var again = await CommitAsync(Samples.Write(born with { Title = "lost" }, 2, new AlertBegins(A, Later, null, null, null)));
        Assert.Equal(LedgerOutcome.Conflict, again.Outcome);
        Assert.Equal("High CPU", (await Reads.FindAsync(Samples.Workspace, born.Id))!.Value.Incident.Title);
    }

    [Fact]
    public async Task An_alert_joins_once()
    {
        var born = await BornAsync();
        var row = Samples.Row(born, B);
        Assert.Equal(LedgerOutcome.Applied, (await CommitAsync(Samples.Write(born, 1, new AlertJoins(row)))).Outcome);
        Assert.Equal(born.Id, (await RowAsync(B))!.IncidentId);
        Assert.Equal(LedgerOutcome.Conflict, (await CommitAsync(Samples.Write(born, 2, new AlertJoins(row)))).Outcome);
        Assert.Equal([A, B], (await Reads.AlertsAsync(Samples.Workspace, born.Id)).Select(alert => alert.Identity));
        Assert.Equal(2, (await Reads.FactsAsync(Samples.Workspace, born.Id))!.Occurrences);
    }

    [Fact]
    public async Task A_person_ends_all_alerts_and_begins_again_only_those()
    {
        var born = await BornAsync();
        await CommitAsync(Samples.Write(born, 1, new AlertJoins(Samples.Row(born, B))));
        await CommitAsync(Samples.Write(born, 2, new AlertEnds(B, Later, null, null)));
        await CommitAsync(Samples.Write(born, 3, new AllAlertsEnd(Later + 5)));
        Assert.Equal((true, Later + 5), ((await RowAsync(A))!.ResolvedByHuman, (await RowAsync(A))!.ResolvedAt));
        Assert.Equal((false, Later), ((await RowAsync(B))!.ResolvedByHuman, (await RowAsync(B))!.ResolvedAt));

        await CommitAsync(Samples.Write(born, 4, new AllAlertsBegin()));
        Assert.Equal((AlertStatus.Firing, false), ((await RowAsync(A))!.Status, (await RowAsync(A))!.ResolvedByHuman));
        Assert.Equal(AlertStatus.Resolved, (await RowAsync(B))!.Status);
    }

    [Fact]
    public async Task What_fires_in_another_incident_by_now_does_not_begin_again()
    {
        var born = await BornAsync();
        await CommitAsync(Samples.Write(born, 1, new AllAlertsEnd(Later)));
        await CommitAsync(Samples.Birth("inc-2", A));
        Assert.Equal(LedgerOutcome.Applied, (await CommitAsync(Samples.Write(born, 2, new AllAlertsBegin()))).Outcome);
        Assert.Equal([$"{born.Id}|resolved", "inc-2|firing"], Rows("SELECT incident_id, status FROM alerts ORDER BY row_id"));
    }

    [Fact]
    public async Task A_note_changes_severity_clock_and_hold_of_a_firing_row()
    {
        var born = await BornAsync();
        await CommitAsync(Samples.Write(born, 1, new AlertNotes(A, Severity.Critical, Later, null, Later + 1)));
        var row = (await RowAsync(A))!;
        Assert.Equal((Severity.Critical, Later, Later + 1, 2), (row.Severity, row.LastEventAt, row.HeldSince, row.Version));

        await CommitAsync(Samples.Write(born, 2, new AlertEnds(A, Later, null, null)));
        Assert.Null((await RowAsync(A))!.HeldSince);
    }

    [Fact]
    public async Task An_unmerged_alert_moves_to_its_new_incident_with_its_row()
    {
        var born = await BornAsync();
        var joined = Samples.Row(born, B);
        await CommitAsync(Samples.Write(born, 1, new AlertJoins(joined)));
        var write = new IncidentWrite
        {
            Incident = born,
            Version = 2,
            Facts = new() { Events = Samples.Of(born, Samples.Event(EventTypes.AlertUnmerged)) },
            Split = new AlertSplit(joined.RowId, Samples.Incident("inc-new"), [Samples.Event(EventTypes.IncidentCreated)],
                [new AlarmSet("stale", Later)]),
        };
        Assert.Equal(LedgerOutcome.Applied, (await CommitAsync(write)).Outcome);
        Assert.Equal(("inc-new", 2, joined.Title), ((await RowAsync(B))!.IncidentId, (await RowAsync(B))!.Version, (await RowAsync(B))!.Title));
        Assert.Equal([EventTypes.IncidentCreated], (await Reads.TimelineAsync(Samples.Workspace, "inc-new")).Select(e => e.Type));
        Assert.Equal(["ws-1|inc-new|stale"], Rows("SELECT workspace, id, name FROM alarms"));
        Assert.Equal([A], (await Reads.AlertsAsync(Samples.Workspace, born.Id)).Select(alert => alert.Identity));

        Assert.Equal(LedgerOutcome.Conflict, (await CommitAsync(Samples.Write(born, 2))).Outcome);
        Assert.Equal(2, Count("incidents"));
    }

    private async Task<Incident> BornAsync() => (await CommitAsync(Samples.Birth("inc-1", A))).Incident;

    private ValueTask<AlertRow?> RowAsync(string identity) => Index.FindAsync(Samples.Workspace, identity, null);
}
