using System.Globalization;

namespace AiSre.Console.Tests.Browser;

/// <summary>A workspace with something on every page.</summary>
internal static class Shop
{
    public const string Hostile =
        "<img src=x onerror=alert(1)><script>alert(2)</script>'\"&lt;b&gt; ${7*7} {{7*7}} \u202Egnp.exe javascript:alert(3)";


    /// <returns>The workspace and an incident in it.</returns>
    public static async Task<(string Workspace, string Incident)> FillAsync(ConsoleHost host)
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
        return (workspace, first);
    }
}
