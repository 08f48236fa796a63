using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Slos;

namespace AiSre.Grains.Tests.Slos;

/// <summary>What incidents have cost objectives, and what is said when these are changed or do not cover everything.</summary>
[Collection(OnSloSilo.Name)]
public sealed class SloChangesTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly TestSilo silo;
    private readonly Tenant tenant;
    private readonly Till till;

    public SloChangesTests(SloSilo fixture)
    {
        (silo, tenant) = (fixture.Silo, fixture.Silo.NewTenant());
        till = new(silo, tenant);
    }

    [Fact]
    public async Task An_incident_has_burnt_what_was_its_own_and_the_alert_of_an_objective_what_that_has_lost()
    {
        await till.PutAsync(Till.OfIncidents);
        await till.PutAsync(Till.OfEvents with { Name = "orders" });
        await till.PutAsync(Till.OfIncidents with { Name = "others", Service = "search" });
        // Events are counted by minutes.
        silo.Clock.Advance(Minute - TimeSpan.FromTicks(tenant.Now.Ticks % Minute.Ticks));
        var other = (await tenant.SendAsync(Signals.Firing("slow", severity: Severity.High))).IncidentId!;
        silo.Clock.Advance(Minute * 20);
        var down = (await tenant.SendAsync(Signals.Firing("down", severity: Severity.Critical))).IncidentId!;
        for (var minute = 0; minute < 6; minute++)
        {
            await OrdersAsync(good: 500);
            silo.Clock.Advance(Minute);
        }
        await tenant.SendAsync(Signals.Resolved("down"));
        await OrdersAsync(good: 1_000);
        silo.Clock.Advance(Minute);

        var burnt = await till.Slos.BurntAsync(await tenant.IncidentAsync(down));
        Assert.Equal([("orders", 3.0), ("till", 6.0)], burnt.Select(one => (one.SloName, Math.Round(one.Minutes, 6))).Order());
        Assert.Equal("till", burnt[0].SloName);
        Assert.Equal(27.8, SloRounding.Percent(burnt[0].BudgetPercent));
        var beside = await till.Slos.BurntAsync(await tenant.IncidentAsync(other));
        Assert.Equal(0, beside.Single(one => one.SloName == "till").Minutes);
        var raised = (await tenant.IncidentAsync(down)) with
        {
            Adapter = AlertSource.Slo, Labels = AlertLabels.Sorted([new(SloSignals.NameLabel, "orders")]),
        };
        Assert.Equal("orders", Assert.Single(await till.Slos.BurntAsync(raised)).SloName);

        // Days later its minutes are sums, and the part of an hour in it is still exact.
        silo.Clock.Advance(TimeSpan.FromDays(5));
        await OrdersAsync(good: 1_000);
        Assert.Equal(3, (await till.Slos.BurntAsync(await tenant.IncidentAsync(down))).Single(one => one.SloName == "orders").Minutes, 6);

        Task OrdersAsync(long good) => till.Of("orders").TakeAsync(
            Till.OfEvents with { Name = "orders" }, null, [new(tenant.Now, good, 1_000)]);
    }

    [Fact]
    public async Task Another_promise_is_noted_once_on_what_it_has_open_and_told_in_words()
    {
        await till.PutAsync(Till.OfIncidents);
        await tenant.SendAsync(Signals.Firing("down", severity: Severity.Critical));
        silo.Clock.Advance(Minute * 2);
        var open = await till.TierAsync("page_fast", IncidentPhase.Open);
        await till.PutAsync(Till.OfIncidents with { Target = 0.999, Description = "d" });
        await silo.AfterTicksAsync(async () => (await NotesAsync(open.Id)).Count > 0, "the change is noted");
        await till.Grain.EvaluateAsync(Till.OfIncidents with { Target = 0.999 });
        var note = Assert.Single(await NotesAsync(open.Id));
        Assert.Equal(("till", "99.95 % over the last 30 days", "99.9 % over the last 30 days"),
            (note.GetProperty("slo").GetString(), note.GetProperty("from").GetString(), note.GetProperty("to").GetString()));
        var report = await till.Grain.ReportAsync(Till.OfIncidents with { Target = 0.999 }, isWhatIf: false);
        Assert.Equal((0.9995, 0.999), (Assert.Single(report.Changes).From.Target, report.Changes[0].To.Target));
        // What was asked what might be changes nothing.
        await till.Grain.ReportAsync(Till.OfIncidents with { Target = 0.9 }, isWhatIf: true);
        Assert.Single((await till.Grain.ReportAsync(Till.OfIncidents with { Target = 0.999 }, isWhatIf: false)).Changes);

        await tenant.SendAsync(Signals.Resolved("down"));
        await till.TierAsync("page_fast", IncidentPhase.Resolved);
        await till.Grain.EvaluateAsync(Till.OfIncidents with { Target = 0.9999 });
        Assert.Single(await NotesAsync(open.Id));
    }

    [Fact]
    public async Task Whoever_defines_a_label_hears_of_the_values_that_nobody_watches()
    {
        await till.PutAsync(Till.OfEvents with { GroupBy = "tenant", MaxGroups = 2 });
        Assert.Empty(await till.Slos.WarningsAsync());
        foreach (var value in new[] { "a", "b", "c" }) await till.Slos.GroupedAsync("till", [value]);
        var warning = Assert.Single(await till.Slos.WarningsAsync());
        Assert.Equal(
            ("till", "till has SLOs for 2 of the values of tenant, and 'max_groups' allows 2: others are without."), (warning.Name, warning.Text));
        await till.PutAsync(Till.OfEvents with { GroupBy = "tenant", MaxGroups = 3 });
        Assert.NotNull(await till.Slos.GroupedAsync("till", ["c"]));
        Assert.Empty(await till.Slos.WarningsAsync());
    }

    private Task<List<JsonElement>> NotesAsync(string incidentId) => tenant.PayloadsAsync(incidentId, EventTypes.SloChanged);
}
