using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;

namespace AiSre.Grains.Tests.Alarms;

public sealed class SnoozeAlarmTests : IAsyncLifetime
{
    private TestSilo silo = null!;
    private Tenant tenant = null!;

    public async ValueTask InitializeAsync()
    {
        silo = await TestSilo.StartAsync();
        tenant = silo.NewTenant();
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task A_snooze_ends_by_itself_at_its_time()
    {
        // Alarms count in milliseconds, people do not.
        silo.Clock.Advance(TimeSpan.FromTicks(7));
        var id = await SnoozedAsync(10);
        silo.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(3));
        Assert.NotNull((await tenant.IncidentAsync(id)).SnoozedUntil);
        await EndedAsync(id);
        var ended = Assert.Single(await tenant.PayloadsAsync(id, EventTypes.SnoozeEnded));
        Assert.False(ended.TryGetProperty("late_by_seconds", out _));
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
        Assert.Null(await NextAsync("snooze"));
    }

    [Fact]
    public async Task A_new_snooze_moves_the_end()
    {
        var id = await SnoozedAsync(10);
        await tenant.Grain(id).SnoozeAsync(30, "eve");
        silo.Clock.Advance(TimeSpan.FromMinutes(29));
        await silo.NothingDueAsync();
        Assert.NotNull((await tenant.IncidentAsync(id)).SnoozedUntil);
        silo.Clock.Advance(TimeSpan.FromMinutes(1));
        await EndedAsync(id);
    }

    [Fact]
    public async Task A_resolved_incident_has_nothing_to_end()
    {
        var id = await SnoozedAsync(10);
        await tenant.Grain(id).ResolveAsync("dave", null);
        Assert.Null(await NextAsync());
    }

    [Fact]
    public async Task What_was_due_while_the_cluster_was_down_happens_when_it_is_back_once_and_says_that_it_was_late()
    {
        var (first, second) = (await SnoozedAsync(5, "a"), await SnoozedAsync(20, "b"));
        await silo.RestartAsync(outage: TimeSpan.FromMinutes(30));
        await EndedAsync(first);
        await EndedAsync(second);
        await silo.RestartAsync(outage: TimeSpan.FromMinutes(30));
        await silo.NothingDueAsync();
        Assert.InRange(Late(Assert.Single(await tenant.PayloadsAsync(first, EventTypes.SnoozeEnded))), 25 * 60, 26 * 60);
        Assert.InRange(Late(Assert.Single(await tenant.PayloadsAsync(second, EventTypes.SnoozeEnded))), 10 * 60, 11 * 60);
    }

    private static long Late(System.Text.Json.JsonElement payload) => payload.GetProperty("late_by_seconds").GetInt64();

    private async Task<string> SnoozedAsync(int minutes, string fingerprint = "a")
    {
        var id = (await tenant.SendAsync(Signals.Firing(fingerprint))).IncidentId!;
        await tenant.Grain(id).SnoozeAsync(minutes, "dave");
        return id;
    }

    private Task EndedAsync(string id) =>
        silo.AfterTicksAsync(async () => (await tenant.IncidentAsync(id)).SnoozedUntil is null, "the snooze ends");

    private async Task<long?> NextAsync(string? name = null)
    {
        foreach (var partition in Enumerable.Range(0, 16))
        {
            var due = await silo.Service<IAlarmReads>().DueAsync(partition, long.MaxValue, null, 100);
            if (due.FirstOrDefault(row => name is null || row.Name == name) is { Name: not null } row) return row.DueAt;
        }
        return null;
    }
}
