using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;
using AiSre.Api.Edge;
using AiSre.Api.Incidents;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.Access;
using AiSre.TestHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiSre.Api.Tests.Edge;

public sealed record EchoRequest(string Name, int Replicas, DateTimeOffset? Since = null);

/// <summary>The edge on a real Kestrel, with a few endpoints that show what gets through.</summary>
public sealed class EdgeHost : IAsyncDisposable
{
    public const string Keys = EdgeKeys.All;

    public const string Root = "root-key-0123456789abcdef";

    /// <summary>An admin of one workspace.</summary>
    public const string Zoe = "zoe-key-0123456789abcdefg";
    public const string Ops = "ops-key-0123456789abcdefg";
    public const string Eyes = "view-key-0123456789abcdef";
    public const string Prom = "send-key-0123456789abcdef";
    public const string Acme = "acme-key-0123456789abcdef";

    private static readonly QueryParameter<int> Limit = Query.Whole("limit", "How many.", 1, 100, 20);
    private static readonly QueryParameter<string?> State = Query.Word("state", "Which.", "open", "resolved");
    private static readonly QueryParameter<DateTimeOffset?> Since = Query.Instant("since", "From when.");

    private readonly WebApplication app;

    private EdgeHost(WebApplication app, LogCapture logs) => (this.app, Logs) = (app, logs);

    public LogCapture Logs { get; }

    public HttpClient Client { get; private set; } = null!;

    public T Service<T>() where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<EdgeHost> StartAsync(
        string? keys = Keys, string environment = "Development", Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? map = null, params (string Name, string Value)[] settings)
    {
        var host = Build(keys, environment, configure, settings);
        map?.Invoke(host.app);
        try
        {
            await host.app.StartAsync();
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
        // Who asks before it sends a body waits for the word, however long that takes.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, Expect100ContinueTimeout = Poll.Patience };
        host.Client = new HttpClient(handler) { BaseAddress = new Uri(host.app.Urls.First()) };
        return host;
    }

    public static EdgeHost Build(
        string? keys, string environment, Action<WebApplicationBuilder>? configure = null, params (string Name, string Value)[] settings)
    {
        var logs = new LogCapture();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.Configuration.AddInMemoryCollection(NoRateLimits.Configuration);
        builder.Configuration.AddInMemoryCollection(
            [new("AI_SRE_API_KEYS", keys), .. settings.Select(s => new KeyValuePair<string, string?>(s.Name, s.Value))]);
        builder.AddAiSreApi();
        // The probes' shapes are not among those of the product.
        builder.Services.ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver()));
        // The edge has no cluster behind it; what needs one must not be reached.
        builder.Services.AddSingleton<IGrainFactory>(static _ => throw new InvalidOperationException("The edge alone has no grains."));
        configure?.Invoke(builder);
        var app = builder.Build();
        app.MapAiSreApi();
        MapProbes(app);
        return new(app, logs);
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await this.app.DisposeAsync();
    }

    public async Task<HttpResponseMessage> GetAsync(string path, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null) request.Headers.Add("X-API-Key", key);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request);
    }

    private static void MapProbes(WebApplication app)
    {
        app.MapGet("/probe/who", static (Caller caller) => caller).RequireRole(Role.Viewer, KeyScope.Read);
        app.MapGet("/probe/act", static (Caller caller) => caller.Name).RequireRole(Role.Operator, KeyScope.Respond);
        app.MapPost("/probe/ingest", static async (Caller caller, HttpRequest request) =>
        {
            await request.Body.CopyToAsync(Stream.Null);
            return caller.Workspace;
        }).RequireRole(Role.Ingest, KeyScope.Ingest).AsIngest();
        app.MapPost("/probe/echo", static (Body<EchoRequest> body) => body.Value).RequireRole(Role.Viewer, KeyScope.Read);
        app.MapPost("/probe/raw", static async (HttpRequest request) =>
        {
            await request.Body.CopyToAsync(Stream.Null);
        }).RequireRole(Role.Viewer, KeyScope.Read).WithBodyLimit(EdgeOptions.BodyBytes);
        app.MapGet("/probe/admin", static () => "admin only").RequireRole(Role.Admin, KeyScope.Administer);
        app.MapGet("/probe/filter", static IResult (Caller caller, string? workspace_id) =>
            caller.ResolveWorkspaceFilter(workspace_id) is { Problem: { } problem } ? problem
                : Results.Text(caller.ResolveWorkspaceFilter(workspace_id).Workspace ?? "all"))
                    .RequireRole(Role.Viewer, KeyScope.Read).WithQuery(WorkspaceQuery.Id);
        app.MapGet("/probe/query", static IResult (QueryReader query) =>
        {
            var (limit, state, since) = (query.Of(Limit), query.Of(State), query.Of(Since));
            return query.Problem is { } problem ? problem : Results.Json(new { limit, state, since });
        }).RequireRole(Role.Viewer, KeyScope.Read).WithQuery(Limit, State, Since);
        app.MapGet("/probe/undeclared", static (QueryReader query) => query.Of(Limit)).RequireRole(Role.Viewer, KeyScope.Read);
        app.MapGet("/probe/bound", static (int limit) => limit).RequireRole(Role.Viewer, KeyScope.Read).WithQuery(Limit);
        app.MapGet("/probe/items/{id}", static (string id) => id).RequireRole(Role.Viewer, KeyScope.Read);
        app.MapGet("/probe/incidents/{incidentId}", static IResult (string incidentId) => throw new InvalidOperationException(incidentId))
            .RequireRole(Role.Viewer, KeyScope.Read).LogsIncident();
        app.MapGet("/probe/gone", static () => Results.NotFound()).RequireRole(Role.Viewer, KeyScope.Read);
        app.MapGet("/probe/slow", static (CancellationToken c) => Task.Delay(Timeout.Infinite, c)).RequireRole(Role.Viewer, KeyScope.Read);
        app.MapGet("/probe/page", static () => Results.Content("<p>", "text/html")).RequireRole(Role.Viewer, KeyScope.Read).ServesHtml();
        app.MapGet("/probe/throw/{kind}", static IResult (string kind) => throw (kind switch
        {
            "timeout" => new TimeoutException("Response did not arrive from S127.0.0.1"),
            "silo" => new Orleans.Runtime.SiloUnavailableException("S127.0.0.1 is dead"),
            _ => new InvalidOperationException("connection string Password=hunter2"),
        })).RequireRole(Role.Viewer, KeyScope.Read);
    }
}

/// <summary>Keeps everything that anybody logs, at every level, with scopes' and states' texts.</summary>
public sealed class LogCapture : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull
    {
        Lines.Enqueue($"{state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");
        if (state is IEnumerable<KeyValuePair<string, object?>> values)
            foreach (var value in values) Lines.Enqueue($"{value.Key}={value.Value}");
    }

    public void Dispose()
    {
    }
}
