using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using CsCheck;

namespace AiSre.Grains.Tests.Incidents;

/// <summary>A board is read once and then follows what happens.</summary>
public sealed class FollowedBoardTests : IAsyncLifetime
{
    private static readonly string[] Services = ["web", "db", "shop"];
    private TestSilo silo = null!;
    private int reads;

    private enum Step
    {
        Open,
        Acknowledge,
        Assign,
        Snooze,
        Resolve,
        Wait,
    }

    private static readonly Gen<(Step, int)> Steps = Gen.Select(
        Gen.Frequency(
            (6, Gen.Const(Step.Open)), (1, Gen.Const(Step.Acknowledge)), (1, Gen.Const(Step.Assign)), (1, Gen.Const(Step.Snooze)),
            (2, Gen.Const(Step.Resolve)), (1, Gen.Const(Step.Wait))),
        Gen.Int[0, 59]);

    public async ValueTask InitializeAsync() =>
        silo = await TestSilo.StartAsync(topology: new Topology([KeyValuePair.Create<string, IReadOnlyCollection<string>>("web", ["db"])]));

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task It_is_as_one_that_is_read_anew_whatever_happens() =>
        await Steps.Array[20].SampleAsync(async plan =>
        {
            var tenant = silo.NewTenant();
            var all = new BoardFilter { Workspace = tenant.Workspace };
            ImmutableArray<BoardFilter> filters =
            [
                all, all with { Severities = [Severity.Critical] }, all with { Text = "shop" },
                all with { Owner = BoardFilter.None, Phases = [IncidentPhase.Open, IncidentPhase.Resolved] },
            ];
            var before = await ShowAsync(new() { Filter = all });
            foreach (var (step, which) in plan)
            {
                await PlayAsync(tenant, step, which);
                foreach (var filter in filters) await AgreesAsync(new() { Filter = filter });
                await AgreesAsync(new() { Filter = all, Shown = Shown(before), Seen = before.Newest });
                before = await ShowAsync(new() { Filter = all });
            }
        }, iter: 2, threads: 1);

    [Fact]
    public async Task What_is_adopted_brings_its_own_along()
    {
        var tenant = silo.NewTenant();
        var query = new BoardQuery { Filter = new() { Workspace = tenant.Workspace } };
        await tenant.SendAsync(Signals.Firing("a", "web"));
        await tenant.SendAsync(Signals.Firing("b", "web"));
        Assert.Equal(1, Assert.Single((await ShowAsync(query)).Sections[0].Rows).ChildCount);
        silo.Clock.Advance(TimeSpan.FromMinutes(1));
        var database = (await tenant.SendAsync(Signals.Firing("c", "db"))).IncidentId;
        var row = Assert.Single((await ShowAsync(query)).Sections[0].Rows);
        Assert.Equal((database, 2), (row.Incident.Id, row.ChildCount));
    }

    private async Task PlayAsync(Tenant tenant, Step step, int which)
    {
        var ids = (await tenant.IncidentsAsync()).Select(incident => incident.Id).Order(StringComparer.Ordinal).ToList();
        var grain = ids.Count == 0 ? null : tenant.Grain(ids[which % ids.Count]);
        Task? done = step switch
        {
            Step.Open => tenant.SendAsync(Signals.Firing($"f{which}", Services[which % 3], (Severity)(which % 4))),
            Step.Acknowledge => grain?.AcknowledgeAsync("odo", null),
            Step.Assign => grain?.AssignAsync("frieda", "odo"),
            Step.Snooze => grain?.SnoozeAsync(1 + which, "odo"),
            Step.Resolve => grain?.ResolveAsync("odo", null),
            _ => null,
        };
        if (done is not null) await done;
        silo.Clock.Advance(step is Step.Wait ? TimeSpan.FromMinutes(which) : TimeSpan.FromSeconds(1));
    }

    /// <summary>A board of which nobody has asked before is read anew. Between two looks an alarm may do something.</summary>
    private Task AgreesAsync(BoardQuery query) => TestSilo.UntilAsync(
        async () => Said(await ShowAsync(Anew(query))) == Said(await ShowAsync(query)), $"the board to be as it is when it is read anew: {query}");

    private BoardQuery Anew(BoardQuery query) =>
        query with { Filter = query.Filter with { Until = silo.Clock.GetUtcNow().AddYears(100).AddSeconds(++reads) } };

    private Task<BoardPage> ShowAsync(BoardQuery query) => silo.Grains.GetGrain<IIncidentBoard>(0).ShowAsync(query);

    private static string Said(BoardPage page) => JsonSerializer.Serialize(page with { Place = "" });

    private static ImmutableArray<ShownSection> Shown(BoardPage page) =>
    [
        .. page.Sections.Select(section => new ShownSection(section.Section,
            [.. section.Rows.Select(row => new ShownRow(row.RowId, [.. row.Children.Select(child => child.RowId)]))])),
    ];
}
