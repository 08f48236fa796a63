using System.Globalization;

namespace AiSre.Console.Tests.Browser;

/// <summary>A workspace with something on every page.</summary>
internal static class Shop
{
    public const string Hostile =
        "<img src=x onerror=alert(1)><script>alert(2)</script>'\"&lt;b&gt; ${7*7} {{7*7}} \u202Egnp.exe javascript:alert(3)";


    public static async Task<FilledShop> FillAsync(ConsoleHost host)
    {
        var workspace = host.NewWorkspace();
        var first = await host.AlertAsync(workspace, "Checkout fails for 12 % of customers", "payments-api", "critical", "checkout");
        for (var i = 0; i < 5; i++) await host.AlertAsync(workspace, "Checkout fails for 12 % of customers", "payments-api", "critical", "checkout");
        await host.AlertAsync(workspace, "HTTP 5xx rate above 5 %", "payments-api", "high");
        await host.AlertAsync(workspace, "1 of 3 replicas ready", "payments-api", "warning");
        await host.AlertAsync(workspace, Hostile, "search", "high", description: Hostile);
        await host.AlertAsync(workspace, "Certificate of api.shop.test ends in 6 days", "ingress", "info");
        var known = await host.AlertAsync(workspace, "Connections at 97 % of max_connections", "postgres-orders", "critical");
        await host.ApiAsync(HttpMethod.Post, $"incidents/{known}/acknowledge", workspace, new { actor = "ivan" });
        await host.ApiAsync(HttpMethod.Post, $"incidents/{first}/notes", workspace, new { text = "Rolled back?", actor = "dana" });
        var now = DateTimeOffset.UtcNow;
        await host.ApiAsync(HttpMethod.Post, "silences", workspace, new
        {
            matchers = new[] { new { name = "service", value = "image-resizer" } }, comment = "Queue is being moved", author = "farah",
            starts_at = now.ToString("O", CultureInfo.InvariantCulture), ends_at = now.AddHours(2).ToString("O", CultureInfo.InvariantCulture),
        });
        await host.AlertAsync(workspace, "Resize queue growing for 20 min", "image-resizer", "high");
        await PromiseAsync(host, workspace, now);
        var (run, tried) = await ActAsync(host, workspace, first);
        return new(workspace, first) { Run = run, Action = tried };
    }

    /// <summary>An error budget of which something is burnt, by events, so that it opens nothing by itself.</summary>
    public static async Task PromiseAsync(ConsoleHost host, string workspace, DateTimeOffset now)
    {
        await host.ApiAsync(
            HttpMethod.Post, "slo", workspace, new { name = "till", service = "till", target = 0.99, source = new { type = "events" } });
        await host.ApiAsync(HttpMethod.Post, "slo/till/events", workspace, new
        {
            events = Enumerable.Range(1, 60).Select(minute => new
            {
                ts = now.AddMinutes(-minute).ToString("O", CultureInfo.InvariantCulture), good = minute % 20 == 0 ? 990 : 1_000, total = 1_000,
            }),
        });
    }

    /// <summary>A run, something tried, and something that somebody was asked for.</summary>
    private static async Task<(string Run, string Action)> ActAsync(ConsoleHost host, string workspace, string incident)
    {
        var pod = host.Cluster.Deploy("payments-api");
        var run = await host.ApiAsync(
            HttpMethod.Post, "workflows/oom_recovery/execute", workspace,
            new { context = new { @namespace = "shop", pod_name = pod }, incident_id = incident });
        var tried = await host.ApiAsync(HttpMethod.Post, "actions/execute", workspace, new
        {
            action = "restart_pod", @namespace = "shop", pod_name = pod, incident_id = incident,
        });
        await host.ApiAsync(HttpMethod.Post, "actions/execute", workspace, new
        {
            action = "scale_deployment", @namespace = "shop", deployment_name = "payments-api", replicas = 3, incident_id = incident,
            dry_run = false, request_approval = true,
        });
        return ($"{run!["run_id"]}", $"{tried!["action_id"]}");
    }
}

/// <summary>A workspace and an incident in it.</summary>
public sealed record FilledShop(string Workspace, string Incident)
{
    public string Run { get; init; } = "";

    /// <summary>A promise of which something is burnt.</summary>
    public string Slo { get; init; } = "till";

    /// <summary>Something that was tried or done.</summary>
    public string Action { get; init; } = "";

    /// <summary>For which incident it was.</summary>
    public string Acted { get; init; } = Incident;

    /// <summary>The address of a page, with what stands in its holes.</summary>
    public string Address(string path) => path.Replace("{incident}", Incident, StringComparison.Ordinal)
        .Replace("{acted}", Acted, StringComparison.Ordinal).Replace("{run}", Run, StringComparison.Ordinal)
        .Replace("{workspace}", Workspace, StringComparison.Ordinal)
        .Replace("{action}", Action, StringComparison.Ordinal).Replace("{slo}", Slo, StringComparison.Ordinal);
}
