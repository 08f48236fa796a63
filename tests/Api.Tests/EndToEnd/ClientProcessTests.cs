using System.Net;
using System.Text.Json;
using AiSre.Api.Platform;
using AiSre.Api.Tests.Edge;
using AiSre.TestHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Dashboard;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>A process that has the API and no silo: what it shows comes from the cluster.</summary>
[Collection(AloneInTheProcess.Name)]
public sealed class ClientProcessTests : IAsyncLifetime
{
    private EmbeddedHost silo = null!;
    private WebApplication api = null!;
    private HttpClient client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        silo = await EmbeddedHost.StartAloneAsync();
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Configuration.AddInMemoryCollection([.. NoRateLimits.Configuration, new("AI_SRE_API_KEYS", EdgeHost.Keys)]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client => client.UseLocalhostClustering(silo.GatewayPort).AddDashboard(DashboardEndpoints.Configure));
        builder.AddAiSreApi();
        builder.Services.AddRemoteProbes();
        api = builder.Build();
        api.MapAiSreApi();
        await api.StartAsync();
        this.client = new HttpClient { BaseAddress = new Uri(api.Urls.First()) };
        this.client.DefaultRequestHeaders.Add("X-API-Key", EdgeHost.Root);
    }

    public async ValueTask DisposeAsync()
    {
        this.client.Dispose();
        await api.DisposeAsync();
        await silo.DisposeAsync();
    }

    [Fact]
    public async Task Its_health_is_that_of_the_silos_ledger_and_it_is_not_ready_without_one()
    {
        Assert.Equal("ok ok", await ChecksAsync(200));
        Assert.Equal(HttpStatusCode.OK, (await this.client.GetAsync("/health/ready", Cancel)).StatusCode);
        await silo.StopAsync();
        // The answer is kept for a second, and the client notices the loss when it next asks.
        await Poll.UntilAsync("the client to be not ready without a silo", async () =>
            (await this.client.GetAsync("/health/ready", Cancel)).StatusCode is HttpStatusCode.ServiceUnavailable);
        Assert.Equal("failed failed", await ChecksAsync(503));
        Assert.Equal(HttpStatusCode.OK, (await this.client.GetAsync("/health/live", Cancel)).StatusCode);
    }

    [Fact]
    public async Task It_has_the_dashboard_the_overview_and_the_clients_metrics()
    {
        using var page = await this.client.GetAsync("/dashboard/", Cancel);
        Assert.Contains("Orleans Dashboard", await page.Content.ReadAsStringAsync(Cancel));
        // It counts once a second, and begins with its first visitor.
        await Poll.UntilAsync("the dashboard to count the silo", async () =>
        {
            using var data = await this.client.GetAsync("/dashboard/DashboardCounters", Cancel);
            return (await data.JsonAsync()).GetProperty("totalActiveHostCount").GetInt32() == 1;
        });
        // None is shown while the cluster's table is not read in time.
        JsonElement silos = default;
        await Poll.UntilAsync("the overview to show the silo", async () =>
        {
            using var overview = await this.client.GetAsync("/platform/overview", Cancel);
            silos = (await overview.JsonAsync()).GetProperty("silos");
            return silos.GetArrayLength() > 0;
        });
        Assert.Equal("active", silos[0].Text("status"));
        var metrics = await this.client.GetStringAsync("/metrics", Cancel);
        Assert.Matches("(?m)^orleans_client_gateways [1-9]", metrics);
    }

    [Fact]
    public async Task Definitions_are_put_and_shown_through_the_cluster()
    {
        using var put = await this.client.PutAsync("/definitions", new StringContent("""
            channels: {webhook: {url: "https://hooks.example.com/hunter2"}}
            routes: {default_rules: {critical: [webhook]}}
            """, System.Text.Encoding.UTF8, "application/yaml"), Cancel);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        using var routes = await this.client.GetAsync("/notifications/routes", Cancel);
        Assert.Equal("webhook", (await routes.JsonAsync()).At("registered_adapters", 0).GetString());
        Assert.DoesNotContain("hunter2", await this.client.GetStringAsync("/definitions", Cancel), StringComparison.Ordinal);
        using var health = await this.client.GetAsync("/health", Cancel);
        Assert.Equal("not_configured", (await health.JsonAsync()).At("checks").Text("notifications"));
    }

    private async Task<string> ChecksAsync(int status)
    {
        using var answer = await this.client.GetAsync("/health", Cancel);
        Assert.Equal(status, (int)answer.StatusCode);
        var checks = (await answer.JsonAsync()).GetProperty("checks");
        return $"{checks.Text("ledger")} {checks.Text("cluster")}";
    }
}
