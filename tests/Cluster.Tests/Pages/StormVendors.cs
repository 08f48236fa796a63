using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AiSre.Cluster.Tests.Pages;

/// <summary>Slack and PagerDuty with their limits, and the webhook of somebody else, who keeps the time at which it was called.</summary>
internal sealed partial class StormVendors : IAsyncDisposable
{
    /// <summary>One a second; the network may bring two a little closer together than they were sent.</summary>
    private static readonly TimeSpan SlackPace = TimeSpan.FromSeconds(0.9);
    private const int PagerDutyPerMinute = 120;

    private readonly WebApplication server;
    private readonly Lock gate = new();
    private readonly Queue<DateTimeOffset> events = [];
    private DateTimeOffset slackAt = DateTimeOffset.MinValue;

    private StormVendors(WebApplication server) => this.server = server;

    public string Url => this.server.Urls.First();

    /// <summary>What Slack took.</summary>
    public ConcurrentQueue<SlackPost> Slack { get; } = [];

    public int SlackRefused { get; private set; }

    /// <summary>The keys of triggers that PagerDuty took.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> Triggers { get; } = [];

    public int PagerDutyRefused { get; private set; }

    /// <summary>Incidents of which the webhook was told, and when for the first time.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> Told { get; } = [];

    public static async Task<StormVendors> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        var vendors = new StormVendors(server);
        server.MapPost("/slack", vendors.PostAsync);
        server.MapPost("/v2/enqueue", vendors.EnqueueAsync);
        server.MapPost("/webhook", vendors.TellAsync);
        server.Urls.Add("http://127.0.0.1:0");
        await server.StartAsync();
        return vendors;
    }

    public ValueTask DisposeAsync() => this.server.DisposeAsync();

    private async Task<IResult> PostAsync(HttpRequest request)
    {
        using var body = await JsonDocument.ParseAsync(request.Body);
        var text = body.RootElement.GetProperty("text").GetString()!;
        lock (gate)
        {
            var now = DateTimeOffset.UtcNow;
            if (now - slackAt < SlackPace)
            {
                SlackRefused++;
                return TooMany(request, "1");
            }
            slackAt = now;
            var digest = Digest().Match(text);
            Slack.Enqueue(new(now, text,
                digest.Success ? int.Parse(digest.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : null));
        }
        return Results.Text("ok");
    }

    private async Task<IResult> EnqueueAsync(HttpRequest request)
    {
        using var body = await JsonDocument.ParseAsync(request.Body);
        var key = body.RootElement.GetProperty("dedup_key").GetString()!;
        lock (gate)
        {
            var now = DateTimeOffset.UtcNow;
            while (events.TryPeek(out var oldest) && now - oldest >= TimeSpan.FromMinutes(1)) events.Dequeue();
            if (events.Count >= PagerDutyPerMinute)
            {
                PagerDutyRefused++;
                return TooMany(request, null);
            }
            events.Enqueue(now);
        }
        if (body.RootElement.GetProperty("event_action").GetString() == "trigger") Triggers.TryAdd(key, DateTimeOffset.UtcNow);
        return Results.Json(new Dictionary<string, string> { ["status"] = "success", ["message"] = "Event processed", ["dedup_key"] = key },
            statusCode: 202);
    }

    private async Task<IResult> TellAsync(HttpRequest request)
    {
        var now = DateTimeOffset.UtcNow;
        using var body = await JsonDocument.ParseAsync(request.Body);
        Told.TryAdd(body.RootElement.GetProperty("data").GetProperty("incident_id").GetString()!, now);
        return Results.Ok();
    }

    private static IResult TooMany(HttpRequest request, string? retryAfter)
    {
        if (retryAfter is not null) request.HttpContext.Response.Headers.RetryAfter = retryAfter;
        return Results.StatusCode(429);
    }

    [GeneratedRegex(@"(?<count>\d+) messages? in one:")]
    private static partial Regex Digest();
}

/// <param name="At">When it came.</param>
/// <param name="Text">What it says in short.</param>
/// <param name="Digest">How many messages it stands in for; null: it is one of its own.</param>
internal sealed record SlackPost(DateTimeOffset At, string Text, int? Digest);
