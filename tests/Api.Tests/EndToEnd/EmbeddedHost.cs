using System.Net;
using System.Text;
using System.Text.Json;
using AiSre.Api.Security;
using AiSre.Api.Tests.Edge;
using AiSre.Silo;
using AiSre.TestHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>
/// The whole product in this process: a silo with its API, on a temporary folder and free ports. Where <see cref="RunningCluster"/> is set the
/// same tests ask the APIs of that cluster instead, each in turn.
/// </summary>
public sealed class EmbeddedHost : IAsyncDisposable
{
    private static readonly string Run = RunningCluster.IsSet ? $"{Random.Shared.Next():x8}-" : "";
    private static int workspaces;
    private readonly WebApplication? app;
    private readonly string? folder;

    private EmbeddedHost(WebApplication? app, string? folder, IReadOnlyList<Uri> addresses, int gatewayPort = 0)
    {
        (this.app, this.folder, Addresses, GatewayPort) = (app, folder, addresses, gatewayPort);
        // Who asks before it sends a body waits for the word, however long that takes.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, Expect100ContinueTimeout = Poll.Patience };
        Client = new HttpClient(new TakeTurns(addresses) { InnerHandler = handler }) { BaseAddress = new Uri($"http://{TakeTurns.AnyOfThem}") };
    }

    public HttpClient Client { get; }

    public IReadOnlyList<Uri> Addresses { get; }

    /// <summary>For what no request can do.</summary>
    public async Task<IGrainFactory> GrainsAsync() => (this.app ?? await RunningCluster.ClientAsync()).Services.GetRequiredService<IGrainFactory>();

    /// <summary>Where clients of the embedded silo connect.</summary>
    public int GatewayPort { get; }

    /// <summary>Of the embedded host only.</summary>
    public IServiceProvider Services => this.app!.Services;

    public static async Task<EmbeddedHost> StartAsync(string keys = EdgeHost.Keys, params (string Name, string Value)[] settings)
    {
        if (RunningCluster.IsSet)
        {
            // Its APIs have the keys that all tests use; settings of a test's own need an API of its own before the same silos.
            if (keys == EdgeHost.Keys && settings.Length == 0) return new EmbeddedHost(null, null, RunningCluster.Addresses);
            var api = await RunningCluster.StartApiAsync(keys, settings);
            return new EmbeddedHost(api, null, [new Uri(api.Urls.First())]);
        }
        // All tests have one address, and between them they come without a key more often than a stranger may.
        return await StartWithAsync(static services => services.AddSingleton(new FailedLogins(int.MaxValue, int.MaxValue)), keys, settings);
    }

    /// <summary>In this process whatever is set: for tests of what only a process with a silo in it has.</summary>
    public static Task<EmbeddedHost> StartAloneAsync(string keys = EdgeHost.Keys, params (string Name, string Value)[] settings) =>
        StartWithAsync(null, keys, settings);

    /// <summary>In this process, with services of the test's own in place of the product's.</summary>
    public static async Task<EmbeddedHost> StartWithAsync(Action<IServiceCollection>? services, string keys = EdgeHost.Keys,
        params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("ai-sre-api-").FullName;
        var (siloPort, gatewayPort) = (FreePort.Next(), FreePort.Next());
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Configuration.AddInMemoryCollection(
        [
            .. NoRateLimits.Configuration, new("AI_SRE_API_KEYS", keys), new("AI_SRE_DATA_DIR", folder),
            new("AI_SRE_SILO_PORT", $"{siloPort}"), new("AI_SRE_GATEWAY_PORT", $"{gatewayPort}"),
        ]);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddAiSreSilo();
        builder.AddAiSreApi();
        builder.Logging.ClearProviders();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapAiSreApi();
        await app.StartAsync();
        return new EmbeddedHost(app, folder, [new Uri(app.Urls.First())], gatewayPort);
    }

    public static string NewWorkspace() => $"ws-{Run}{Interlocked.Increment(ref workspaces)}";

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? body = null, string? workspace = null, string? key = EdgeHost.Root,
            params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null) request.Headers.Add("X-API-Key", key);
        if (workspace is not null) request.Headers.Add("X-Workspace-Id", workspace);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request);
    }

    /// <summary>As on SIGTERM.</summary>
    public Task StopAsync() => this.app!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (this.app is not null) await this.app.DisposeAsync();
        if (this.folder is not null) Directory.Delete(this.folder, recursive: true);
    }

    /// <summary>A load balancer: one request to each address in turn.</summary>
    private sealed class TakeTurns(IReadOnlyList<Uri> addresses) : DelegatingHandler
    {
        public const string AnyOfThem = "any-of-them.test";

        private int next;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri is { Host: AnyOfThem } uri)
            {
                var turn = (int)((uint)Interlocked.Increment(ref next) % addresses.Count);
                request.RequestUri = new Uri(addresses[turn], uri.PathAndQuery);
            }
            // Wrong keys are counted by address, and the tests of a whole suite would be one sender.
            if (RunningCluster.IsSet) request.Headers.TryAddWithoutValidation("X-Forwarded-For", AnySender());
            return base.SendAsync(request, cancellationToken);
        }

        private static string AnySender() => new IPAddress(Random.Shared.Next() | 1).ToString();
    }
}

/// <summary>One host for all tests that need no settings of their own.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    public EmbeddedHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await EmbeddedHost.StartAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class OnSharedHost : ICollectionFixture<SharedHost>
{
    public const string Name = "on the shared host";
}

/// <summary>A test's own workspace, with the calls that most tests make.</summary>
internal sealed class Guest(EmbeddedHost host)
{
    public string Workspace { get; init; } = EmbeddedHost.NewWorkspace();

    public Task<HttpResponseMessage> PostAsync(string path, string body = "{}", params (string Name, string Value)[] headers) =>
        host.SendAsync(HttpMethod.Post, path, body, Workspace, EdgeHost.Root, headers);

    public Task<HttpResponseMessage> PutAsync(string path, string body) => host.SendAsync(HttpMethod.Put, path, body, Workspace);

    /// <summary>Asks again while the history is read for the first time, as the answer says.</summary>
    public Task<HttpResponseMessage> AskAsync(string path) => Poll.ForAsync<HttpResponseMessage>($"the history of {Workspace} to be read", async () =>
    {
        var answer = await host.SendAsync(HttpMethod.Get, path, workspace: Workspace);
        if (!await IsBeingReadAsync(answer)) return answer;
        answer.Dispose();
        return null;
    });

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await AskAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.JsonAsync();
    }

    public async Task<JsonElement> SendAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        using var answer = await PostAsync(path, body, headers);
        Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.JsonAsync();
    }

    public async Task DefineAsync(string definitions)
    {
        using var answer = await PutAsync("/definitions", definitions);
        Assert.True(answer.StatusCode is HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    public async Task<string> IncidentAsync(string title = "High CPU", string key = "k1", string extra = "") =>
        (await SendAsync("/webhook", $$"""{"title":"{{title}}","dedup_key":"{{key}}"{{extra}}}""")).Text("incident_id")!;

    public async Task<List<string?>> IdsAsync(string query = "") =>
        [.. (await GetAsync($"/incidents{query}")).GetProperty("incidents").EnumerateArray().Select(item => item.Text("id"))];

    private static async Task<bool> IsBeingReadAsync(HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.ServiceUnavailable
        && (await answer.Content.ReadAsStringAsync()).Contains("\"history_being_read\"", StringComparison.Ordinal);
}

internal static class JsonReading
{
    public static string? Text(this JsonElement json, string name) => json.GetProperty(name).GetString();

    public static JsonElement At(this JsonElement json, params ReadOnlySpan<object> path)
    {
        foreach (var part in path) json = part is int index ? json[index] : json.GetProperty((string)part);
        return json;
    }
}
