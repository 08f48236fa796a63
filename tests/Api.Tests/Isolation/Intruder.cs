using AiSre.Api.Tests.EndToEnd;

namespace AiSre.Api.Tests.Isolation;

/// <summary>An admin of one workspace who tries the routes with what belongs to another.</summary>
/// <param name="host">The product.</param>
/// <param name="foreign">What belongs to the other workspace.</param>
/// <param name="findings">What was found wrong, with the route's name.</param>
internal sealed class Intruder(EmbeddedHost host, Belongings foreign, ICollection<string> findings)
{
    /// <summary>Parameters of queries that name something, and what they name.</summary>
    private static readonly Dictionary<string, string> Named = new()
    {
        ["service"] = "service", ["namespace"] = "namespace", ["team"] = "team", ["person"] = "person", ["assigned_to"] = "person",
        ["acknowledged_by"] = "person", ["incident_id"] = "incident", ["incident"] = "incident", ["q"] = "service", ["id"] = "deadLetter",
    };

    private static readonly Dictionary<string, string> Cursors = new()
    {
        ["GET /incidents"] = "incidentCursor", ["GET /workflows/runs"] = "runCursor", ["GET /notifications/dead-letter"] = "messageCursor",
    };

    private readonly Belongings absent = foreign.Absent();

    private string Workspace => foreign["workspace"];

    /// <summary>What opens to everybody tells nothing.</summary>
    public async Task TryOpenAsync(MappedRoute route, RouteSample sample)
    {
        using var caller = new RouteCaller(host, null);
        Harmless(route, "without a key", await caller.CallAsync(route, sample, foreign));
    }

    public async Task TryAsync(MappedRoute route, RouteSample sample, string key)
    {
        using var caller = new RouteCaller(host, key);
        var plain = await CompareAsync(caller, route, sample, "with its ids", null);
        if (plain.Status is 401 or 429) findings.Add($"{route.Name}: {plain.Status}, so nothing was tried: {plain.Text}");

        var forged = await caller.CallAsync(route, sample, foreign, workspace: Workspace);
        Harmless(route, "with its name in the header", forged);
        if (forged.Status != 403 || !forged.Text.Contains("foreign_workspace", StringComparison.Ordinal))
            findings.Add($"{route.Name}: its name in the header is answered with {forged}");

        var asked = await caller.CallAsync(route, sample, foreign, query: $"workspace_id={Workspace}");
        Harmless(route, "with its name in the query", asked);
        var isDeclared = route.Query.Contains("workspace_id");
        if (isDeclared ? asked.Status != 403 : asked.Status is not (403 or 422) && asked.Status != plain.Status)
            findings.Add($"{route.Name}: its name in the query is answered with {asked}");

        foreach (var name in route.Query)
        {
            if (name == "cursor" && Cursors.TryGetValue(route.Name, out var cursor))
                Harmless(route, "with its cursor", await caller.CallAsync(route, sample, foreign, query: $"cursor={foreign[cursor]}"));
            else if (Named.TryGetValue(name, out var thing))
                await CompareAsync(caller, route, sample with { Query = "" }, $"with its {thing} in {name}", of => $"{name}={of[thing]}");
        }
        if (!route.Holes.Any(hole => foreign.IsThing(RouteCaller.ThingOf(route, sample, hole)))) return;
        foreach (var trick in PathTricks.Of(RouteCaller.AddressOf(route, sample, foreign), Workspace))
            Harmless(route, trick, await caller.CallAsync(route, sample, foreign, trick));
    }

    /// <param name="route">A page or form of the console.</param>
    /// <param name="sample">How it is called.</param>
    /// <param name="caller">Has signed in.</param>
    /// <param name="own">The caller's workspace.</param>
    public async Task TryPageAsync(MappedRoute route, RouteSample sample, RouteCaller caller, string own)
    {
        if (route.Holes.Contains("workspace"))
        {
            var there = await CompareAsync(caller, route, sample, "in its workspace", null);
            if (there.Status is not (403 or 404)) findings.Add($"{route.Name}: in its workspace {there}");
            foreach (var trick in PathTricks.OfPage(RouteCaller.AddressOf(route, sample, foreign), Workspace, own))
                Harmless(route, trick, await caller.CallAsync(route, sample, foreign, trick));
        }
        var (mine, nobodys) = (foreign.SeenFrom(own), absent.SeenFrom(own));
        var (here, none) = (await caller.CallAsync(route, sample, mine), await caller.CallAsync(route, sample, nobodys));
        Harmless(route, "with its ids", here);
        Alike(route, "with its ids", here, none);
        Harmless(route, "with its name in the header", await caller.CallAsync(route, sample, mine, workspace: Workspace));
        var asked = await caller.CallAsync(route, sample, mine, query: $"workspace={Workspace}&workspace_id={Workspace}");
        Harmless(route, "with its name in the query", asked with
        {
            Named = new Dictionary<string, string>(asked.Named) { ["asked"] = Workspace },
        });
    }

    private async Task<RouteAnswer> CompareAsync(
        RouteCaller caller, MappedRoute route, RouteSample sample, string how, Func<Belongings, string>? query)
    {
        var answer = await caller.CallAsync(route, sample, foreign, query: query?.Invoke(foreign));
        Harmless(route, how, answer);
        Alike(route, how, answer, await caller.CallAsync(route, sample, absent, query: query?.Invoke(absent)));
        return answer;
    }

    private void Harmless(MappedRoute route, string how, RouteAnswer answer)
    {
        if (answer.Leak(foreign) is { } leak) findings.Add($"{route.Name}, {how}: {answer.Status} tells …{leak}…");
        if (answer.Status >= 500) findings.Add($"{route.Name}, {how}: {answer}");
    }

    private void Alike(MappedRoute route, string how, RouteAnswer foreigns, RouteAnswer nobodys)
    {
        // Whoever names nothing has asked the same twice.
        if (foreigns.Named.Count == 0 || (foreigns.Status == nobodys.Status && foreigns.Normal == nobodys.Normal)) return;
        var (one, other) = (foreigns.Normal, nobodys.Normal);
        var at = one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        string Part(string text) => text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 120)];
        findings.Add($"{route.Name}, {how}: foreign is {foreigns.Status} …{Part(one)}… and absent {nobodys.Status} …{Part(other)}…");
    }
}
