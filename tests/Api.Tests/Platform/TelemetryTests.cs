using System.Net;
using AiSre.Api.Settings;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;

namespace AiSre.Api.Tests.Platform;

/// <summary>The real exporter against a receiver on loopback. Alone: a tracer listens to the whole process.</summary>
[Collection(AloneInTheProcess.Name)]
public sealed class TelemetryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Spans_name_route_service_grain_and_commit_and_never_what_was_in_the_query()
    {
        await using var collector = await TraceCollector.StartAsync();
        await using (var host = await TracedAsync(collector))
        {
            using var written = await host.SendAsync(
                HttpMethod.Post, "/webhook?source=webhook&_hunter2-nameless", """{"title":"High CPU","dedup_key":"trace"}""");
            Assert.Equal(HttpStatusCode.OK, written.StatusCode);
            var id = (await written.JsonAsync()).Text("incident_id");
            string[] queries =
            [
                $"api_key={EdgeHost.Root}", $"api%5Fkey={EdgeHost.Root}", $"API_KEY={EdgeHost.Root}", $"_=hunter2-value&api_key={EdgeHost.Root}",
                "api_key=hunter2-wrong",
            ];
            foreach (var query in queries)
            {
                using var read = await host.SendAsync(HttpMethod.Get, $"/incidents/{id}/timeline?{query}", key: null);
                Assert.Equal(query.EndsWith("wrong", StringComparison.Ordinal) ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, read.StatusCode);
            }
            using var health = await host.SendAsync(HttpMethod.Get, "/health/ready", key: null);
            using var metrics = await host.SendAsync(HttpMethod.Get, "/metrics", key: null);
            Assert.True(host.Services.GetRequiredService<TracerProvider>().ForceFlush());
        }
        var spans = collector.Received;
        Assert.Contains("ai-sre-silo", spans);
        Assert.Contains("service.version", spans);
        Assert.Contains("service.instance.id", spans);
        Assert.Contains("/incidents/{incidentId}/timeline", spans);
        Assert.Contains("IServiceIntakeGrain", spans);
        Assert.Contains("ledger commit", spans);
        Assert.Contains("ai_sre.ledger.entries", spans);
        Assert.DoesNotContain(EdgeHost.Root, spans);
        Assert.DoesNotContain("hunter2", spans);
        Assert.DoesNotContain("url.query", spans);
        Assert.DoesNotContain("/health", spans);
        Assert.DoesNotContain("/metrics", spans);
    }

    [Fact]
    public async Task The_name_of_the_service_can_be_chosen()
    {
        await using var collector = await TraceCollector.StartAsync();
        await using (var host = await TracedAsync(collector, ("OTEL_SERVICE_NAME", "sre-of-team-9")))
        {
            using var read = await host.SendAsync(HttpMethod.Get, "/incidents");
            Assert.True(host.Services.GetRequiredService<TracerProvider>().ForceFlush());
        }
        Assert.Contains("sre-of-team-9", collector.Received);
        Assert.DoesNotContain("ai-sre-silo", collector.Received);
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_is_registered()
    {
        await using var host = await EmbeddedHost.StartAloneAsync();
        Assert.Null(host.Services.GetService<TracerProvider>());
        Assert.DoesNotContain(
            host.Services.GetServices<IOutgoingGrainCallFilter>(), filter => filter.GetType().Name.Contains("Activity", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("collector:4317")]
    [InlineData("ftp://user:hunter2@collector")]
    public async Task An_endpoint_that_is_no_address_stops_the_start_without_being_shown(string endpoint)
    {
        var refused =
            await Assert.ThrowsAsync<SettingException>(() => EmbeddedHost.StartAloneAsync(settings: (AiSreSettings.OtlpEndpoint.Name, endpoint)));
        Assert.Contains(AiSreSettings.OtlpEndpoint.Name, refused.Message);
        Assert.DoesNotContain(endpoint, refused.Message);
    }

    private static Task<EmbeddedHost> TracedAsync(TraceCollector collector, params (string, string)[] settings) =>
        EmbeddedHost.StartAloneAsync(settings:
        [(AiSreSettings.OtlpEndpoint.Name, collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), .. settings]);
}
