using AiSre.Api.Tests.EndToEnd;
using AiSre.Api.Tests.Workspaces;
using AiSre.Domain.Access;

namespace AiSre.Api.Tests.Isolation;

/// <summary>
/// Every route for every role, bound to a workspace and not: who is let in is what the route has declared, and what a route may declare is what its
/// verb allows.
/// </summary>
[Collection(OnIsolationHost.Name)]
public sealed class RoleTableTests(IsolationHost isolation)
{
    /// <summary>What is sent to be read, and changes nothing that others see.</summary>
    private static readonly string[] ReadByViewersWithABody =
    [
        "POST /bot/interact", "POST /silences/preview", "POST /sources/check", "POST /incidents/{incidentId}/postmortem", "POST /mcp",
        "POST /console/{workspace}/ask", "POST /console/{workspace}/look", "POST /console/{workspace}/sign-out",
        "POST /console/{workspace}/incidents/{id}/diagnosis",
    ];

    /// <summary>Open by what they hold, or because they tell nothing of anybody.</summary>
    private static readonly string[] Open =
    [
        "GET /", "HEAD /", "GET /health", "HEAD /health", "GET /health/live", "HEAD /health/live", "GET /health/ready", "HEAD /health/ready",
        "GET /metrics", "GET /i/{incidentId}", "POST /i/{incidentId}", "POST /integrations/slack/actions", "GET /console/sign-in",
        "GET /console/sign-in/issuer", "GET /console/sign-in/callback",
        "POST /console/sign-in", "GET /console/.assets/{version}/{name}",
    ];

    private static readonly Belongings Nobodys = new(
        new Dictionary<string, string>
        {
            ["workspace"] = IsolationHost.RolesWorkspace, ["incident"] = "inc-0000000000000", ["silence"] = "sil-0000000000000",
            ["approval"] = "apr-0000000000000", ["run"] = "run-0000000000000", ["action"] = "act-0000000000000", ["key"] = "key-0000000000000",
            ["correction"] = "cor-0000000000000", ["override"] = "ovr-0000000000000", ["deadLetter"] = "2147483000", ["message"] = "2147483000",
        },
        new[] { "team", "person", "service", "heartbeat", "slo", "workflow", "runbook", "identifier", "path" }
            .ToDictionary(name => name, name => $"no-{name}")
            .Concat([new("documentName", "v1"), new("exitCode", "3"), new("source", "grafana")]).ToDictionary());

    private EmbeddedHost Host => isolation.Host;

    [Fact]
    public async Task Every_route_lets_in_the_roles_that_it_has_declared_and_no_others()
    {
        var findings = new List<string>();
        foreach (var role in Enum.GetValues<Role>())
        {
            foreach (var bound in (bool[])[true, false])
            {
                using var caller = new RouteCaller(Host, IsolationHost.KeyOf(role.Word(), bound));
                if (role is not Role.Ingest) await caller.SignInAsync(IsolationHost.RolesWorkspace);
                foreach (var route in MappedRoute.Of(Host).Where(route => !route.IsOpen))
                {
                    if (IsNotTried(route)) continue;
                    var answer = await CallAsync(caller, route, bound);
                    // Who may only send cannot sign in.
                    var isLetIn = role.Covers(route.Role) && !(route.IsPage && role is Role.Ingest);
                    if (answer.IsRefusedForRole == isLetIn)
                        findings.Add($"{route.Name} needs {route.Role}; {role}, {(bound ? "bound" : "free")}: {answer.Status} {answer.Text}");
                }
            }
        }
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    /// <summary>Keys for pages and for addresses alike: what decides is the row of the endpoint, whoever asks it.</summary>
    [Fact]
    public async Task Every_route_lets_in_the_keys_that_are_good_for_its_scope_and_no_others()
    {
        var findings = new List<string>();
        var keys = new KeyHolder(Host, IsolationHost.RolesWorkspace);
        foreach (var scope in Enum.GetValues<KeyScope>())
        {
            var (key, _) = await keys.MakeAsync($$"""
                "role":"admin","scopes":["{{scope.Word()}}"]
                """, IsolationHost.RootKey);
            using var caller = new RouteCaller(Host, key);
            foreach (var route in MappedRoute.Of(Host).Where(route => !route.IsOpen && !route.IsPage && !IsNotTried(route)))
            {
                var answer = await CallAsync(caller, route, bound: true);
                if (answer.IsRefusedForScope == (scope == route.Scope))
                    findings.Add($"{route.Name} is for {route.Scope}; {scope}: {answer.Status} {answer.Text}");
            }
        }
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    [Fact]
    public async Task Without_a_key_or_a_session_only_what_is_declared_open_opens()
    {
        var routes = MappedRoute.Of(Host);
        Assert.Equal(Open.Order(), routes.Where(route => route.IsOpen).Select(route => route.Name).Distinct().Order());
        using var nobody = new RouteCaller(Host, null);
        foreach (var route in routes.Where(route => !route.IsOpen))
        {
            var answer = await CallAsync(nobody, route, bound: true);
            Assert.True(answer.IsRefusedForRole, $"{route.Name}: {answer}");
        }
    }

    [Fact]
    public void What_writes_is_not_for_viewers_and_what_reads_is_not_for_senders()
    {
        foreach (var route in MappedRoute.Of(Host).Where(route => !route.IsOpen))
        {
            var least = route.Method is "GET" or "HEAD" ? Role.Viewer : Role.Operator;
            var isFor = ReadByViewersWithABody.Contains(route.Name) ? Role.Viewer : least;
            Assert.True(
                route.Role >= isFor || IsForSenders(route),
                $"{route.Name} is for {route.Role}. If that is meant, say so in {nameof(ReadByViewersWithABody)} or {nameof(IsForSenders)}.");
        }
    }

    /// <summary>The doors of alerts, deploys, beats and events of SLOs.</summary>
    private static bool IsForSenders(MappedRoute route) => route.Role is Role.Ingest
        && (route.Pattern.StartsWith("/webhook", StringComparison.Ordinal) || route.Pattern.StartsWith("/v2/alerts", StringComparison.Ordinal)
            || route.Pattern is "/api/v1/alerts" or "/api/v2/alerts" || route.Pattern.StartsWith("/heartbeats/{name}", StringComparison.Ordinal)
            || route.Pattern == "/slo/{name}/events");

    /// <summary>The demo would write for a while, and signing out leads where a refusal does.</summary>
    private static bool IsNotTried(MappedRoute route) =>
        route.Pattern is "/demo/seed" or "/console/{workspace}/demo" or "/console/{workspace}/sign-out";

    /// <summary>A call that is let in and finds nothing, or changes a workspace in which nothing is.</summary>
    private static Task<RouteAnswer> CallAsync(RouteCaller caller, MappedRoute route, bool bound)
    {
        var sample = RouteSamples.All.FirstOrDefault(sample => sample.Route == route.Name) ?? RouteSamples.Plain(route);
        var plain = new RouteSample(route.Name, route.TakesBody ? "{}" : null)
        {
            Streams = sample.Streams, Headers = sample.Route == "POST /mcp" ? sample.Headers : [],
        };
        return caller.CallAsync(route, plain, Nobodys, workspace: bound || route.IsPage ? null : IsolationHost.RolesWorkspace);
    }
}
