using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests;

public abstract class AlarmTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    private const long At = 1_000_000;
    private static readonly AlarmTarget Slo = new("slo", Samples.Workspace, "checkout");

    private IAlarmReads Alarms => Service<IAlarmReads>();

    [Fact]
    public async Task An_incident_is_born_with_its_alarms_and_changes_them_with_its_state()
    {
        var born = (await CommitAsync(Birth("inc-1", new AlarmSet("stale", At)))).Incident;
        Assert.Equal(["ws-1|incident|inc-1|stale|1000000"], Stored());

        await CommitAsync(Write(born, 1, new AlarmSet("stale", At + 5), new AlarmSet("snooze", At + 1)));
        Assert.Equal(["ws-1|incident|inc-1|snooze|1000001", "ws-1|incident|inc-1|stale|1000005"], Stored());

        await CommitAsync(Write(born, 2, new AlarmClear("stale"), new AlarmClear("never set")));
        Assert.Equal(["ws-1|incident|inc-1|snooze|1000001"], Stored());
    }

    [Fact]
    public async Task What_is_refused_leaves_no_alarm()
    {
        var born = (await CommitAsync(Birth("inc-1"))).Incident;
        Assert.Equal(LedgerOutcome.Conflict, (await CommitAsync(Birth("inc-1", new AlarmSet("stale", At)))).Outcome);
        Assert.Equal(LedgerOutcome.Conflict, (await CommitAsync(Write(born, 7, new AlarmSet("snooze", At)))).Outcome);
        Assert.Empty(Stored());
    }

    [Fact]
    public async Task An_alarm_that_fired_goes_with_its_effect_once()
    {
        var born = (await CommitAsync(Birth("inc-1", new AlarmSet("snooze", At)))).Incident;
        var next = born with { AssignedTo = "dave" };
        Assert.Equal(LedgerOutcome.Applied, (await CommitAsync(Write(next, 1, new AlarmFired("snooze", At)))).Outcome);
        Assert.Empty(Stored());

        var events = Count("incident_events");
        Assert.Equal(LedgerOutcome.Conflict, (await CommitAsync(Write(next with { AssignedTo = "eve" }, 2, new AlarmFired("snooze", At)))).Outcome);
        Assert.Equal(events, Count("incident_events"));
        var (stored, version) = (await Reads.FindAsync(Samples.Workspace, "inc-1"))!.Value;
        Assert.Equal(("dave", 2), (stored.AssignedTo, version));
    }

    [Fact]
    public async Task An_alarm_that_was_moved_meanwhile_has_not_fired()
    {
        var born = (await CommitAsync(Birth("inc-1", new AlarmSet("snooze", At)))).Incident;
        await CommitAsync(Write(born, 1, new AlarmSet("snooze", At + 60_000)));
        Assert.Equal(LedgerOutcome.Conflict, (await CommitAsync(Write(born, 2, new AlarmFired("snooze", At)))).Outcome);
        Assert.Equal(["ws-1|incident|inc-1|snooze|1060000"], Stored());
    }

    [Fact]
    public async Task An_alarm_that_was_set_again_for_the_same_instant_has_not_fired()
    {
        await CommitAsync(Entry(Slo, new AlarmSet("evaluate", At)));
        var first = await DueAsync();
        await CommitAsync(Entry(Slo, new AlarmSet("evaluate", At)));
        Assert.Equal(LedgerOutcome.Conflict, (await CommitAsync(Entry(Slo, first.Fired))).Outcome);

        var second = await DueAsync();
        Assert.Equal(LedgerOutcome.Applied, (await CommitAsync(Entry(Slo, second.Fired, new AlarmSet("evaluate", At)))).Outcome);
        // It went and came back meanwhile.
        Assert.Equal(LedgerOutcome.Conflict, (await CommitAsync(Entry(Slo, second.Fired))).Outcome);
        Assert.Single(Stored());

        async Task<AlarmRow> DueAsync() => Assert.Single(await Alarms.DueAsync(Slo.Partition, At, null, 10));
    }

    [Fact]
    public async Task Of_two_that_act_on_one_alarm_in_the_same_commit_the_second_is_refused()
    {
        await CommitAsync(Entry(Slo, new AlarmSet("evaluate", At)));
        var (one, two) =
            (Entry(Slo, new AlarmFired("evaluate", At), new AlarmSet("evaluate", At + 1)),
                Entry(Slo, new AlarmFired("evaluate", At), new AlarmSet("evaluate", At + 2)));
        await Task.WhenAll(CommitAsync(one), CommitAsync(two));
        Assert.Equal((LedgerOutcome.Applied, LedgerOutcome.Conflict), (one.Outcome, two.Outcome));
        Assert.Equal(["ws-1|slo|checkout|evaluate|1000001"], Stored());
    }

    [Fact]
    public async Task An_alert_that_was_seen_again_meanwhile_is_not_over()
    {
        var birth = await CommitAsync(Birth("inc-1", new AlarmSet("stale", At)));
        await CommitAsync(Samples.Repeat(birth.Alert, 1, birth.Alert.LastSeen + 5));
        AlertEnds Ends(long unlessSeenAfter) => new(birth.Alert.Identity, At, null, null, unlessSeenAfter);

        var early = Write(birth.Incident, 1, [Ends(birth.Alert.LastSeen)], new AlarmFired("stale", At));
        Assert.Equal(LedgerOutcome.Conflict, (await CommitAsync(early)).Outcome);
        Assert.Single(Stored());
        Assert.Equal(LedgerOutcome.Applied,
            (await CommitAsync(Write(birth.Incident, 1, [Ends(birth.Alert.LastSeen + 5)], new AlarmFired("stale", At)))).Outcome);
        Assert.Equal("resolved", (await Reads.AlertsAsync(Samples.Workspace, "inc-1")).Single().Status);
    }

    [Fact]
    public async Task An_alert_that_is_over_stops_flapping_too()
    {
        var birth = await CommitAsync(Birth("inc-1"));
        var flapping = new Domain.Alerts.FlappingState { Transitions = [Samples.Noon], Flapping = true };
        await CommitAsync(Samples.Write(birth.Incident, 1, new AlertEnds(birth.Alert.Identity, At, null, flapping)));
        Assert.True((await Index.OfIncidentAsync(Samples.Workspace, "inc-1")).Single().Flapping.Flapping);
        await CommitAsync(Samples.Write(birth.Incident, 2, new AlertCalms(birth.Alert.Identity)));
        var row = (await Index.OfIncidentAsync(Samples.Workspace, "inc-1")).Single();
        Assert.Equal((AlertStatus.Resolved, false, 3), (row.Status, row.Flapping.Flapping, row.Version));
        Assert.Empty(row.Flapping.Transitions);
    }

    [Fact]
    public async Task What_a_few_workspaces_have_due_does_not_hide_what_others_have()
    {
        var first = new AlarmTarget("slo", "flood", "s-0");
        var flood = Enumerable.Range(0, 2_000).Select(i => new AlarmTarget("slo", i % 2 == 0 ? "flood" : "storm", $"s-{i}"))
            .Where(target => target.Partition == first.Partition).ToList();
        var quiet = Enumerable.Range(0, 2_000).Select(i => new AlarmTarget("slo", $"quiet-{i}", "s"))
            .Where(target => target.Partition == first.Partition).Take(3).ToList();
        foreach (var target in flood) await CommitAsync(Entry(target, new AlarmSet("x", At)));
        foreach (var target in quiet) await CommitAsync(Entry(target, new AlarmSet("x", At + 1)));
        await CommitAsync(Entry(new AlarmTarget("slo", "later", "s"), new AlarmSet("x", At + 100)));

        var page = await Alarms.DueAsync(first.Partition, At + 1, null, 10);
        var others = await Alarms.DueOfOthersAsync(first.Partition, At + 1, page[^1], ["flood", "storm"], 10);

        Assert.Equal(quiet.Select(target => target.Workspace).Order(StringComparer.Ordinal), others.Select(row => row.Target.Workspace));
        Assert.Equal(others.Take(2), await Alarms.DueOfOthersAsync(first.Partition, At + 1, page[^1], ["flood", "storm"], 2));
        Assert.Contains(await Alarms.DueOfOthersAsync(first.Partition, At + 1, page[^1], ["flood"], 100), row => row.Target.Workspace == "storm");
    }

    [Fact]
    public async Task A_partition_reads_its_due_alarms_oldest_first_page_by_page()
    {
        var all = new List<AlarmRow>();
        for (var i = 0; i < 300; i++)
        {
            // Many at one instant, so that pages end among equals.
            AlarmRow row = new(new AlarmTarget("slo", i % 2 == 0 ? "ws-1" : "ws-2", $"s-{i}"), i % 3 == 0 ? "a" : "b", At + i / 100, Number: 0);
            all.Add(row);
            await CommitAsync(Entry(row.Target, new AlarmSet(row.Name, row.DueAt)));
        }
        var read = new List<AlarmRow>();
        for (var partition = 0; partition < AlarmTarget.Partitions; partition++)
        {
            var mine = new List<AlarmRow>();
            for (AlarmRow? last = null; ; last = mine[^1])
            {
                var page = await Alarms.DueAsync(partition, At + 1, last, 3);
                mine.AddRange(page.Select(row => row with { Number = 0 }));
                if (page.Count < 3) break;
            }
            Assert.All(mine, row => Assert.Equal(partition, row.Target.Partition));
            Assert.Equal(mine.Select(row => row.DueAt).Order(), mine.Select(row => row.DueAt));
            read.AddRange(mine);
        }
        Assert.Equal(all.Where(row => row.DueAt <= At + 1).ToHashSet(), read.ToHashSet());
        Assert.Equal(200, read.Count);
    }

    [Fact]
    public async Task The_next_due_time_of_all_partitions_is_the_least()
    {
        Assert.Null(await Alarms.NextDueAsync());
        for (var i = 0; i < 40; i++) await CommitAsync(Entry(new AlarmTarget("slo", "ws-1", $"s-{i}"), new AlarmSet("a", At + (i * 7 + 3) % 40)));
        Assert.Equal(At, await Alarms.NextDueAsync());
    }

    [Fact]
    public async Task A_grain_whose_key_is_its_workspace_can_be_called()
    {
        await CommitAsync(Entry(new AlarmTarget("workspace", "ws-1", ""), new AlarmSet("report", At)));
        var row = Assert.Single(await Alarms.DueAsync(new AlarmTarget("workspace", "ws-1", "").Partition, At, null, 10));
        Assert.Equal("workspace/ws-1", row.Target.GrainId.ToString());
        Assert.Equal("slo/ws-1/checkout", Slo.GrainId.ToString());
    }

    [Fact]
    public async Task Alarms_are_there_after_a_restart()
    {
        await CommitAsync(Entry(Slo, new AlarmSet("evaluate", At)));
        await RestartAsync();
        Assert.Equal(["ws-1|slo|checkout|evaluate|1000000"], Stored());
    }

    private List<string> Stored() => Rows("SELECT workspace, kind, id, name, due_at FROM alarms ORDER BY workspace, kind, id, name");

    private static FactsEntry Entry(AlarmTarget target, params AlarmChange[] changes) => new(target) { Facts = new() { Alarms = [.. changes] } };

    private static IncidentBirthEntry Birth(string id, params AlarmChange[] alarms)
    {
        var birth = Samples.Birth(id);
        return new() { Incident = birth.Incident, Alert = birth.Alert, Facts = birth.Facts with { Alarms = [.. alarms] } };
    }

    private static IncidentWrite Write(Incident incident, int version, params AlarmChange[] alarms) => Write(incident, version, [], alarms);

    private static IncidentWrite Write(Incident incident, int version, AlertChange[] changes, params AlarmChange[] alarms) => new()
    {
        Incident = incident, Version = version, Alerts = [.. changes],
            Facts = new() { Events = Samples.Of(incident, Samples.Event(EventTypes.IncidentUpdated)), Alarms = [.. alarms] },
    };
}
