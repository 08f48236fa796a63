using System.Globalization;
using AiSre.Api.Edge;
using AiSre.Api.Security;
using AiSre.Api.Settings;
using AiSre.TestHost;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.Edge;

/// <summary>Limits are so low here that no bucket gets a token back while a test runs: one a minute.</summary>
public sealed class RateLimitTests : IAsyncLifetime
{
    private readonly SaidQuotas quotas = new();
    private EdgeHost host = null!;

    public async ValueTask InitializeAsync() => host = await EdgeHost.StartAsync(
        configure: builder => builder.Services.AddSingleton<IQuotas>(quotas), settings:
        [
            ("AI_SRE_RATE_READS", "1"), ("AI_SRE_RATE_WRITES", "1"), ("AI_SRE_RATE_INGEST", "1"), ("AI_SRE_RATE_INGEST_BURST", "2"),
        ]);

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Beyond_its_share_a_key_is_told_what_is_counted_and_when_to_come_again()
    {
        Assert.Equal(200, await ReadAsync(EdgeHost.Eyes));
        using var answer = await host.GetAsync("/probe/who", EdgeHost.Eyes);
        var problem = await answer.ProblemAsync(429, "rate_limited");
        Assert.Contains("1 reads a minute", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.InRange(int.Parse(answer.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 60);
        Assert.Contains(
            "ai_sre_rate_limited_total{class=\"reads\"}", await (await host.GetAsync("/metrics")).Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_key_each_workspace_and_each_class_has_a_bucket_of_its_own()
    {
        Assert.Equal((200, 429), (await ReadAsync(EdgeHost.Root), await ReadAsync(EdgeHost.Root)));
        Assert.Equal((200, 429), (await ReadAsync(EdgeHost.Ops), await ReadAsync(EdgeHost.Ops)));
        Assert.Equal((200, 429), (await ReadAsync(EdgeHost.Root, "ws-1"), await ReadAsync(EdgeHost.Root, "ws-1")));
        Assert.Equal((200, 429), (await WriteAsync(EdgeHost.Root), await WriteAsync(EdgeHost.Root)));
    }

    [Fact]
    public async Task A_key_of_one_workspace_does_not_use_up_what_a_key_of_the_platform_has_there()
    {
        var limits = host.Service<RateLimits>();
        var bound = new Caller("alice", Domain.Access.Role.Admin, "ws-1", "ws-1");
        var own = bound with { BoundWorkspace = null };
        Assert.Null(limits.Refusal(bound, RateClass.Read));
        Assert.NotNull(limits.Refusal(bound, RateClass.Read));
        Assert.Null(limits.Refusal(own, RateClass.Read));
    }

    [Fact]
    public async Task Deliveries_are_counted_for_keys_of_a_workspace_and_all_of_them_together()
    {
        for (var i = 0; i < 10; i++) Assert.Equal(200, await SendAsync(EdgeHost.Prom));
        Assert.Equal((200, 200, 429), (await SendAsync(EdgeHost.Acme), await SendAsync(EdgeHost.Acme), await SendAsync(EdgeHost.Acme)));
        Assert.Equal(200, await SendAsync(EdgeHost.Zoe));

        var limits = host.Service<RateLimits>();
        Assert.NotNull(limits.Refusal(new("another", Domain.Access.Role.Ingest, "ws-acme", "ws-acme"), RateClass.Ingest));
    }

    [Fact]
    public void A_quota_of_a_workspace_counts_in_place_of_the_platforms_limit()
    {
        var limits = host.Service<RateLimits>();
        var caller = new Caller("sender", Domain.Access.Role.Ingest, "ws-9", "ws-9");
        quotas["ws-9"] = new() { DeliveriesPerMinute = 1 };
        Assert.Equal([true, false], [limits.Refusal(caller, RateClass.Ingest) is null, limits.Refusal(caller, RateClass.Ingest) is null]);
        // One that is raised counts at once, and a sixth of a minute's may come together.
        quotas["ws-9"] = new() { DeliveriesPerMinute = 18 };
        for (var i = 0; i < 3; i++) Assert.Null(limits.Refusal(caller, RateClass.Ingest));
        quotas["ws-9"] = new() { DeliveriesPerMinute = 0 };
        Assert.Equal(60, limits.Refusal(caller, RateClass.Ingest)!.RetryAfter);
    }

    [Fact]
    public void Alerts_are_counted_however_many_come_in_one_delivery()
    {
        var limits = host.Service<RateLimits>();
        var caller = new Caller("sender", Domain.Access.Role.Ingest, "ws-8", "ws-8");
        Assert.Null(limits.RefusalOfAlerts(caller, 1_000_000));
        quotas["ws-8"] = new() { AlertsPerMinute = 1_200 };
        Assert.Null(limits.RefusalOfAlerts(caller, 190));
        Assert.Contains("1200 alerts a minute", limits.RefusalOfAlerts(caller, 200)!.Detail, StringComparison.Ordinal);
        // More than there may be at once passes while nothing is used up: else it never would.
        quotas["ws-8"] = new() { AlertsPerMinute = 1 };
        Assert.Null(limits.RefusalOfAlerts(caller, 1_000_000));
        Assert.NotNull(limits.RefusalOfAlerts(caller, 1));
        Assert.Null(limits.RefusalOfAlerts(caller with { BoundWorkspace = null }, 1_000_000));
    }

    [Fact]
    public async Task Strangers_and_what_is_open_to_all_have_no_bucket()
    {
        for (var i = 0; i < 5; i++) Assert.Equal(200, (int)(await host.GetAsync("/health/live", EdgeHost.Eyes)).StatusCode);
        for (var i = 0; i < 5; i++) Assert.Equal(401, (int)(await host.GetAsync("/probe/who")).StatusCode);
    }

    [Fact]
    public async Task Without_keys_there_are_no_limits()
    {
        await using var dev = await EdgeHost.StartAsync(keys: "", settings: ("AI_SRE_RATE_READS", "1"));
        for (var i = 0; i < 5; i++) Assert.Equal(200, (int)(await dev.GetAsync("/probe/who")).StatusCode);
    }

    [Fact]
    public void Every_endpoint_is_counted_as_what_it_does()
    {
        var endpoints = host.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.Equal(RateClass.Ingest, Of("POST", "/webhook"));
        Assert.Equal(RateClass.Ingest, Of("POST", "/webhook/deploy"));
        Assert.Equal(RateClass.Read, Of("GET", "/incidents"));
        Assert.Equal(RateClass.Read, Of("GET", "/events"));
        Assert.Equal(RateClass.Write, Of("POST", "/silences"));
        Assert.Equal(RateClass.Write, Of("DELETE", "/silences/{silenceId}"));
        Assert.Equal(RateClass.Action, Of("POST", "/actions/execute"));
        Assert.Equal(RateClass.Question, Of("GET", "/incidents/{incidentId}/diagnosis"));
        Assert.Equal(RateClass.Report, Of("POST", "/incidents/{incidentId}/postmortem"));
        Assert.Equal(RateClass.Page, Of("GET", "/console/{workspace}/incidents"));
        Assert.Equal(RateClass.Page, Of("GET", "/console/{workspace}/live"));
        Assert.Equal(RateClass.Write, Of("POST", "/console/{workspace}/incidents/{id}/acknowledge"));
        Assert.Equal(RateClass.Action, Of("POST", "/console/{workspace}/approvals/{approvalId}"));
        Assert.Equal(RateClass.Question, Of("POST", "/console/{workspace}/incidents/{id}/diagnosis"));
        return;

        RateClass Of(string method, string pattern) => EndpointPolicy.Of(endpoints.First(endpoint =>
            $"/{endpoint.RoutePattern.RawText!.Trim('/')}" == pattern
            && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains(method))).Rate;
    }

    [Fact]
    public void Hosts_of_tests_leave_no_limit_standing() =>
        Assert.Equal(
            RateSettings.All.Select(setting => setting.Name).Where(name => name != RateSettings.IngestBurst.Name).Order(),
            NoRateLimits.Settings.Keys.Order());

    private async Task<int> ReadAsync(string key, string? workspace = null)
    {
        (string, string)[] headers = workspace is null ? [] : [("X-Workspace-Id", workspace)];
        return (int)(await host.GetAsync("/probe/who", key, headers)).StatusCode;
    }

    private Task<int> SendAsync(string key) => PostAsync("/probe/ingest", key);

    private Task<int> WriteAsync(string key) => PostAsync("/probe/raw", key);

    private async Task<int> PostAsync(string path, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{}") };
        request.Headers.Add("X-API-Key", key);
        return (int)(await host.Client.SendAsync(request)).StatusCode;
    }
}
