using System.Diagnostics.Metrics;
using AiSre.Api.Platform;
using AiSre.Api.Tests.Edge;
using AiSre.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Prometheus;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>Orleans' own instruments on <c>/metrics</c>. Alone, because series of the whole process are counted.</summary>
[Collection(AloneInTheProcess.Name)]
public sealed class OrleansMetricsTests : IAsyncLifetime
{
    private EmbeddedHost host = null!;

    public async ValueTask InitializeAsync() => host = await EmbeddedHost.StartAloneAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_silo_shows_its_grains_its_calls_and_how_many_silos_it_sees()
    {
        Assert.SkipWhen(RunningCluster.IsSet, "The metrics are those of the process, in which a client of the cluster counts too.");
        await new Guest(host).IncidentAsync();
        var lines = await LinesAsync();
        Assert.Equal("ai_sre_silos_active 1", lines.SingleOrDefault(line => line.StartsWith("ai_sre_silos_active", StringComparison.Ordinal)));
        Assert.Contains("""orleans_activations{grain="service-intake"} 1""", lines);
        // Orleans brings some of its own in only after the start.
        await Poll.UntilAsync(
            "grains of Orleans' own", async () => Value(lines = await LinesAsync(), """orleans_activations{grain="system"}""") > 1,
            onTimeout: () => string.Join('\n', lines));
        Assert.True(Value(lines, "orleans_activations_created_total") >= 3);
        Assert.True(Value(lines, "orleans_grain_call_seconds_count") >= 3);
        // They count for the whole process, in which other tests have their silos go away.
        Assert.Contains(lines, line => line.StartsWith("orleans_messages_rejected_total ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("orleans_grain_calls_timed_out_total ", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_has_no_grains_says_nothing_of_those_that_others_have()
    {
        var system = Metrics.CreateGauge("orleans_activations", "", "grain").WithLabels("system");
        system.Set(7);
        new ActivationGauge().Publish();
        Assert.Equal(7, system.Value);
    }

    [Fact]
    public async Task What_is_in_memory_no_more_is_not_counted_any_longer()
    {
        await new Guest(host).IncidentAsync();
        Assert.True(Value(await LinesAsync(), """orleans_activations{grain="workspace"}""") >= 1);
        var management = (await host.GrainsAsync()).GetGrain<IManagementGrain>(0);
        // One that still does something stays.
        await Poll.UntilAsync("the workspace's grain to be counted no more", async () =>
        {
            await management.ForceActivationCollection(TimeSpan.Zero);
            return Value(await LinesAsync(), """orleans_activations{grain="workspace"}""") == 0;
        });
    }

    [Fact]
    public async Task A_thousand_services_add_no_series()
    {
        await new Guest(host).IncidentAsync();
        List<string> before, after;
        var round = 0;
        do
        {
            // Orleans brings some of its own in when it pleases, once. What grew with the services would grow with every thousand of them.
            before = await LinesAsync();
            await SendAsync($"svc-{round}");
            after = await LinesAsync();
        }
        while (after.Count != before.Count && ++round < 3);
        Assert.Equal(before.Count, after.Count);
        Assert.DoesNotContain(after, line => line.Contains("svc-", StringComparison.Ordinal));
    }

    private async Task SendAsync(string services)
    {
        var alerts =
            string.Join(',',
                Enumerable.Range(0, 1_000)
                    .Select(i => $$"""{"labels":{"alertname":"{{services}}-a{{i}}","service":"{{services}}-{{i}}","instance":"i{{i}}"} }"""));
        using var sent = await host.SendAsync(HttpMethod.Post, "/api/v2/alerts", $"[{alerts}]");
        Assert.True(sent.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Nobody_measures_what_metrics_do_not_show()
    {
        await new Guest(host).IncidentAsync();
        var measured = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter == host.Services.GetRequiredService<OrleansInstruments>().Meter && instrument.Enabled)
                    measured.Add(instrument.Name);
            },
        };
        listener.Start();
        // The dashboard would measure every directory look-up and every message's size, on the path of each alert.
        Assert.Contains("orleans-app-requests-latency", measured);
        Assert.DoesNotContain(measured,
            name => name.StartsWith("orleans-directory", StringComparison.Ordinal) || name.EndsWith("-size", StringComparison.Ordinal));
    }

    private async Task<List<string>> LinesAsync()
    {
        using var answer = await host.SendAsync(HttpMethod.Get, "/metrics", key: null);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return [.. text.Split('\n')
            .Where(line => line.StartsWith("orleans_", StringComparison.Ordinal) || line.StartsWith("ai_sre_silos", StringComparison.Ordinal))];
    }

    private static double Value(List<string> lines, string series) =>
        double.Parse(lines.Single(line => line.StartsWith($"{series} ", StringComparison.Ordinal))[(series.Length + 1)..],
            System.Globalization.CultureInfo.InvariantCulture);
}
