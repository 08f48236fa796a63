using AiSre.TestHost;

namespace AiSre.Integrations.Tests.Prometheus;

/// <summary>A real Prometheus that evaluates a real rule over a target whose values the test sets.</summary>
public class PrometheusTests
{
    private const string Pod = "checkout-7d8f9c6b5-x2k4m";
    private const string Title = $"Queue of {Pod} is too deep";

    private const string Rules = """
        groups:
          - name: queues
            rules:
              - alert: QueueTooDeep
                expr: queue_depth > 100
                labels: {severity: critical}
                annotations: {summary: "Queue of {{ $labels.pod }} is too deep"}
        """;

    [Fact]
    public async Task A_rule_opens_repeats_and_resolves_through_Alertmanager()
    {
        RequiredServers.Require(ServerPrograms.Prometheus, ServerPrograms.Alertmanager);
        await using var silo = await SiloProcess.StartAsync();
        await using var alertmanager = await AlertmanagerProcess.StartAsync(
            new Uri(silo.Address, "webhook?source=alertmanager"), repeatInterval: "3s");
        await OpensRepeatsAndResolvesAsync(silo, alertmanager.Address);
    }

    [Fact]
    public async Task A_rule_opens_repeats_and_resolves_without_an_Alertmanager_between()
    {
        RequiredServers.Require(ServerPrograms.Prometheus);
        await using var silo = await SiloProcess.StartAsync();
        await OpensRepeatsAndResolvesAsync(silo, silo.Address);
    }

    private static async Task OpensRepeatsAndResolvesAsync(SiloProcess silo, Uri alertmanager)
    {
        using var target = new MetricsTarget();
        target.Expose((Pod, 5), ("checkout-7d8f9c6b5-zz9k1", 7));
        await using var prometheus = await PrometheusProcess.StartAsync(target.Address, alertmanager, Rules);
        var watched = new Watched(silo);

        target.Expose((Pod, 500), ("checkout-7d8f9c6b5-zz9k1", 7));
        var opened = Assert.Single(await watched.IncidentsAsync((Title, "open")));
        Assert.Equal(("critical", "production", Pod), (opened.Severity, opened.Namespace, opened.Pod));

        await watched.CountsAsync(atLeast: 3);
        await watched.IncidentsAsync((Title, "open"));

        target.Expose((Pod, 5), ("checkout-7d8f9c6b5-zz9k1", 7));
        Assert.Equal(opened.Id, Assert.Single(await watched.IncidentsAsync((Title, "resolved"))).Id);

        // The same trouble again within the reopen window is the same incident.
        target.Expose((Pod, 500), ("checkout-7d8f9c6b5-zz9k1", 7));
        Assert.Equal(opened.Id, Assert.Single(await watched.IncidentsAsync((Title, "open"))).Id);
    }
}
