using AiSre.Api.Tests.EndToEnd;

namespace AiSre.Api.Tests.Isolation;

/// <summary>
/// The routes are found and not listed: each verb of each is called as an admin of one workspace with what belongs to another, and then as that
/// other one, for whom it must work. Whoever maps a route that neither its address nor its own example calls well adds a sample.
/// </summary>
[Collection(OnIsolationHost.Name)]
public sealed class IsolationTests(IsolationHost isolation)
{
    private readonly List<string> findings = [];

    private EmbeddedHost Host => isolation.Host;

    [Fact]
    public async Task What_belongs_to_another_workspace_is_neither_read_nor_changed_nor_told_apart_from_what_is_not_there()
    {
        var neighbour = new Neighbour(isolation);
        var foreign = await neighbour.FillAsync();
        var routes = MappedRoute.Of(Host);
        Assert.True(routes.Count > 180, $"Only {routes.Count} routes were found.");
        Assert.Empty(RouteSamples.All.Select(sample => sample.Route).Except(routes.Select(route => route.Name)));

        var before = LedgerCopy.Of(neighbour.Ledger, IsolationHost.OwnerWorkspace);
        Assert.True(before.Rows.Count > 100, $"Only {before.Rows.Count} rows are tried.");
        await IntrudeAsync(routes, foreign);
        await neighbour.QuietAsync();
        var after = LedgerCopy.Of(neighbour.Ledger, IsolationHost.OwnerWorkspace);
        findings.AddRange(before.ChangesTo(after).Select(row => $"An intruder has changed: {row}"));

        await OwnAsync(routes, foreign);
        Assert.NotEmpty(before.ChangesTo(LedgerCopy.Of(neighbour.Ledger, IsolationHost.OwnerWorkspace)));
        Assert.True(findings.Count == 0, $"{findings.Count} findings:\n{string.Join('\n', findings)}");
    }

    private async Task IntrudeAsync(IReadOnlyList<MappedRoute> routes, Belongings foreign)
    {
        var intruder = new Intruder(Host, foreign, findings);
        using var visitor = new RouteCaller(Host, IsolationHost.IntruderKey(0));
        await visitor.SignInAsync(IsolationHost.IntruderWorkspace(0));
        var number = 0;
        foreach (var route in routes)
        {
            foreach (var sample in SamplesOf(route))
            {
                try
                {
                    if (route.IsOpen) await intruder.TryOpenAsync(route, sample);
                    else if (route.IsPage) await intruder.TryPageAsync(route, sample, visitor, IsolationHost.IntruderWorkspace(0));
                    else await intruder.TryAsync(route, sample, IsolationHost.IntruderKey(++number));
                }
                catch (KeyNotFoundException unnamed)
                {
                    findings.Add($"{route.Name}: {unnamed.Message}");
                }
                if (route.Pattern.EndsWith("/sign-out", StringComparison.Ordinal)) await visitor.SignInAsync(IsolationHost.IntruderWorkspace(0));
            }
        }
    }

    /// <summary>What was refused works for whom it belongs to: what reads first, then what writes, in the order of the samples.</summary>
    private async Task OwnAsync(IReadOnlyList<MappedRoute> routes, Belongings own)
    {
        using var owner = new RouteCaller(Host, IsolationHost.OwnerKey);
        using var root = new RouteCaller(Host, IsolationHost.RootKey);
        await owner.SignInAsync(IsolationHost.OwnerWorkspace);
        var order = RouteSamples.All.Select((sample, place) => (sample.Route, place)).DistinctBy(one => one.Route)
            .ToDictionary(one => one.Route, one => one.place);
        var readsFirst = routes.OrderBy(route => route.Method is "GET" or "HEAD" ? 0 : 1).ThenBy(route => order.GetValueOrDefault(route.Name, 0));
        foreach (var route in readsFirst)
        {
            foreach (var sample in SamplesOf(route).Where(sample => !Lacks(route, sample, own)))
            {
                if (sample.Platforms is not null)
                {
                    var bound = await owner.CallAsync(route, sample, own);
                    if (bound.Status is not (403 or 404)) findings.Add($"{route.Name}: is the platform's, and a bound key gets {bound}");
                    if (sample.Elsewhere is null) Check(route, sample, await root.CallAsync(route, sample, own));
                    continue;
                }
                if (sample.Elsewhere is not null) continue;
                Check(route, sample, await owner.CallAsync(route, sample, own, workspace: route.IsOpen || route.IsPage ? null : own["workspace"]));
                if (route.Method is not "GET" || route.IsPage || route.IsOpen) continue;
                Check(route, sample, await owner.CallAsync(route, sample, own));
                if (route.Query.Contains("workspace_id"))
                    Check(route, sample, await owner.CallAsync(route, sample, own, query: $"workspace_id={own["workspace"]}"));
            }
        }
    }

    private void Check(MappedRoute route, RouteSample sample, RouteAnswer answer)
    {
        var isRefused = answer.Text.StartsWith("! ", StringComparison.Ordinal) || answer.Text.Contains("\n! ", StringComparison.Ordinal);
        if (answer.Status is < 200 or >= 400 || answer.IsRefusedForRole || (isRefused && !sample.MayBeIdle)
            || (sample.Says is { } says && !answer.Text.Contains(says, StringComparison.Ordinal)))
        {
            findings.Add($"{route.Name}: does not work for its owner, so that nothing is shown by refusing it to others. Give it a sample in "
                + $"{nameof(RouteSamples)} or {nameof(ConsoleSamples)}. {answer.Status} {answer.Text[..Math.Min(answer.Text.Length, 600)]}");
        }
    }

    /// <summary>It was told already.</summary>
    private static bool Lacks(MappedRoute route, RouteSample sample, Belongings own) =>
        route.Holes.Any(hole => !own.Has(RouteCaller.ThingOf(route, sample, hole)));

    private static IEnumerable<RouteSample> SamplesOf(MappedRoute route) =>
        RouteSamples.All.Where(sample => sample.Route == route.Name).DefaultIfEmpty(RouteSamples.Plain(route));
}
