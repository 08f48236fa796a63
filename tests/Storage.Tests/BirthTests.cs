using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests;

public abstract class BirthTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    [Fact]
    public async Task A_birth_stores_the_incident_its_alert_row_and_its_events()
    {
        var birth = await CommitAsync(Samples.Birth("inc-1"));

        Assert.Equal(LedgerOutcome.Applied, birth.Outcome);
        var (incident, version) = (await Reads.FindAsync(Samples.Workspace, "inc-1"))!.Value;
        Assert.Equivalent(birth.Incident, incident, strict: true);
        Assert.Equal(1, version);
        Assert.Equal([EventTypes.AlertReceived, EventTypes.IncidentCreated],
            (await Reads.TimelineAsync(Samples.Workspace, "inc-1")).Select(e => e.Type));
        var row = await Index.FindAsync(Samples.Workspace, Samples.Identity("inc-1"), null);
        Assert.Equivalent(birth.Alert, row, strict: true);
        Assert.NotEqual(0, row!.RowId);
    }

    [Fact]
    public async Task The_bodies_of_the_last_events_stay_and_older_ones_go()
    {
        var incident = Samples.Incident("inc-1");
        await CommitAsync(Samples.Birth(incident, facts: new() { Events = WithBody(0) }));
        for (var i = 1; i <= 6; i++)
            await CommitAsync(new IncidentWrite { Incident = incident, Version = i, Facts = new() { Events = WithBody(i) } });
        await CommitAsync(Samples.Birth("inc-2"));

        Assert.Equal(["b6", "b5", "b4", "b3", "b2"], (await Reads.DeliveriesAsync(Samples.Workspace, "inc-1")).Select(kept => kept.Body));
        Assert.Equal(IncidentEvent.MostBodies, Count("event_bodies"));
        Assert.Empty(await Reads.DeliveriesAsync(Samples.Workspace, "inc-2"));
        Assert.Empty(await Reads.DeliveriesAsync("ws-2", "inc-1"));

        System.Collections.Immutable.ImmutableArray<IncidentEvent> WithBody(int number) =>
            IncidentEvent.Of(incident, [Samples.Event(EventTypes.AlertReceived), Samples.Event(EventTypes.IncidentUpdated)], $"b{number}");
    }

    [Fact]
    public async Task A_second_birth_of_a_firing_identity_is_refused_and_leaves_no_trace()
    {
        await CommitAsync(Samples.Birth("inc-1", "same"));
        var second = await CommitAsync(Samples.Birth("inc-2", "same", Samples.ChildOf("inc-1")));

        Assert.Equal(LedgerOutcome.Conflict, second.Outcome);
        Assert.Null(await Reads.FindAsync(Samples.Workspace, "inc-2"));
        Assert.Empty(await Reads.TimelineAsync(Samples.Workspace, "inc-2"));
        Assert.Equal(1, Count("alerts"));
        Assert.Equal(2, Count("incident_events"));
        Assert.Empty(await Reads.ChildrenAsync(Samples.Workspace, "inc-1"));
        Assert.Null((await Reads.FactsAsync(Samples.Workspace, "inc-1"))!.GroupId);
    }

    [Fact]
    public async Task Of_two_births_in_one_batch_the_first_wins_and_the_rest_of_the_batch_is_not_touched()
    {
        var entries = new[] { Samples.Birth("inc-1", "same"), Samples.Birth("inc-2", "same"), Samples.Birth("inc-3", "other") };
        await Task.WhenAll(entries.Select(entry => Ledger.CommitAsync(entry))).WaitAsync(Samples.Patience, Cancel);

        Assert.Equal([LedgerOutcome.Applied, LedgerOutcome.Conflict, LedgerOutcome.Applied], entries.Select(entry => entry.Outcome));
        Assert.Equal(["inc-1", "inc-3"], Rows("SELECT id FROM incidents ORDER BY id"));
    }

    [Fact]
    public async Task An_equal_identity_of_another_workspace_is_another_alert()
    {
        await CommitAsync(Samples.Birth("inc-1", "same"));
        var other = await CommitAsync(Samples.Birth(Samples.Incident("inc-2", "ws-2"), "same"));
        Assert.Equal(LedgerOutcome.Applied, other.Outcome);
    }

    [Fact]
    public async Task An_identity_may_be_born_again_once_its_row_is_resolved()
    {
        var first = await CommitAsync(Samples.Birth("inc-1", "same"));
        await CommitAsync(Samples.Write(first.Incident, 1, new AlertEnds("same", Samples.NoonUnix, null, null)));
        var second = await CommitAsync(Samples.Birth("inc-2", "same"));
        Assert.Equal(LedgerOutcome.Applied, second.Outcome);
        Assert.Equal("inc-2", (await Index.FindAsync(Samples.Workspace, "same", null))!.IncidentId);
    }

    [Fact]
    public async Task An_incident_id_that_exists_is_refused_before_anything_is_written()
    {
        await CommitAsync(Samples.Birth("inc-1", "a"));
        var second = await CommitAsync(Samples.Birth("inc-1", "b"));
        Assert.Equal(LedgerOutcome.Conflict, second.Outcome);
        Assert.Equal(1, Count("alerts"));
    }

    [Fact]
    public async Task A_child_and_its_parent_learn_of_each_other_in_one_transaction()
    {
        await CommitAsync(Samples.Birth("inc-1"));
        var child = await CommitAsync(Samples.Birth("inc-2", placement: Samples.ChildOf("inc-1")));

        Assert.Equal(LedgerOutcome.Applied, child.Outcome);
        Assert.Equal([new GroupChild("inc-2", CorrelationReason.SameService)], await Reads.ChildrenAsync(Samples.Workspace, "inc-1"));
        var facts = await Reads.FactsAsync(Samples.Workspace, "inc-2");
        Assert.Equal(("inc-1", GroupId.For("inc-1"), CorrelationReason.SameService), (facts!.ParentId, facts.GroupId, facts.CorrelationReason));
        Assert.Equal(GroupId.For("inc-1"), await Index.GroupOfAsync(Samples.Workspace, "inc-1"));
        Assert.Equal(EventTypes.IncidentGrouped, (await Reads.TimelineAsync(Samples.Workspace, "inc-2"))[^1].Type);
        Assert.Equal(EventTypes.ChildJoined, (await Reads.TimelineAsync(Samples.Workspace, "inc-1"))[^1].Type);
    }

    [Fact]
    public async Task A_child_whose_parent_is_over_is_stored_alone()
    {
        var parent = await CommitAsync(Samples.Birth("inc-1"));
        await CommitAsync(Samples.Write(parent.Incident with { Phase = IncidentPhase.Resolved, ResolvedAt = Samples.Noon }, 1,
            new AllAlertsEnd(Samples.NoonUnix)));
        var child = await CommitAsync(Samples.Birth("inc-2", placement: Samples.ChildOf("inc-1")));

        Assert.Equal(LedgerOutcome.ParentGone, child.Outcome);
        Assert.Equal((null, null, null), (child.Placement!.ParentId, child.Placement.GroupId, child.Placement.Reason));
        var facts = await Reads.FactsAsync(Samples.Workspace, "inc-2");
        Assert.Equal((null, null), (facts!.ParentId, facts.GroupId));
        Assert.Equal(0, Count("incident_events", $"type IN ('{EventTypes.IncidentGrouped}', '{EventTypes.ChildJoined}')"));
    }

    [Fact]
    public async Task A_child_is_never_a_parent()
    {
        await CommitAsync(Samples.Birth("inc-1"));
        await CommitAsync(Samples.Birth("inc-2", placement: Samples.ChildOf("inc-1")));
        Assert.Equal(LedgerOutcome.ParentGone, (await CommitAsync(Samples.Birth("inc-3", placement: Samples.ChildOf("inc-2")))).Outcome);
    }

    [Fact]
    public async Task An_adopted_parent_brings_its_children_along()
    {
        await CommitAsync(Samples.Birth("inc-1"));
        await CommitAsync(Samples.Birth("inc-2", placement: Samples.ChildOf("inc-1")));
        await CommitAsync(Samples.Birth("inc-3", placement: new(null, CorrelationReason.Dependency, GroupId.For("inc-3"), false, ["inc-1"])));

        Assert.Equal(["inc-1", "inc-2"], (await Reads.ChildrenAsync(Samples.Workspace, "inc-3")).Select(child => child.IncidentId));
        Assert.Empty(await Reads.ChildrenAsync(Samples.Workspace, "inc-1"));
        foreach (var child in new[] { "inc-1", "inc-2" })
        {
            var facts = await Reads.FactsAsync(Samples.Workspace, child);
            Assert.Equal(("inc-3", GroupId.For("inc-3"), CorrelationReason.Dependency), (facts!.ParentId, facts.GroupId, facts.CorrelationReason));
        }
        Assert.Equal(GroupId.For("inc-3"), await Index.GroupOfAsync(Samples.Workspace, "inc-3"));
        Assert.Null((await Reads.FactsAsync(Samples.Workspace, "inc-3"))!.ParentId);
    }

    [Fact]
    public async Task A_birth_expires_the_row_that_its_content_had_before()
    {
        var first = await CommitAsync(Samples.Birth("inc-1", "same"));
        var second = await CommitAsync(Samples.Birth(Samples.Incident("inc-2"), "same", expires: first.Alert.RowId));
        Assert.Equal(LedgerOutcome.Applied, second.Outcome);
        Assert.Equal(["inc-1|expired|2", "inc-2|firing|1"], Rows("SELECT incident_id, status, version FROM alerts ORDER BY row_id"));
    }
}
