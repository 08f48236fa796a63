using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Clock;

/// <summary>Sends alerts of services that nobody has heard of, without pause: each needs grains that are not in memory yet.</summary>
internal sealed class NewServices : IAsyncDisposable
{
    /// <summary>Of its own: what is paged in the other is then not lost among them.</summary>
    public const string Workspace = "load";

    private readonly Func<int, HttpClient> door;
    private readonly TimeSpan pause;
    private readonly CancellationTokenSource ending = new();
    private readonly Task running;
    private int last, acknowledged;

    /// <param name="door">Where the n-th alert goes.</param>
    /// <param name="pause">Of each of the four that send; longer where the machine has more to do.</param>
    public NewServices(Func<int, HttpClient> door, TimeSpan? pause = null)
    {
        (this.door, this.pause) = (door, pause ?? TimeSpan.FromMilliseconds(40));
        running = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(RunAsync)));
    }

    /// <summary>The incidents of all alerts that were acknowledged with one.</summary>
    public ConcurrentQueue<string> Opened { get; } = new();

    /// <summary>Without a status where there was no answer.</summary>
    public ConcurrentQueue<(HttpStatusCode? Status, string Message)> Refusals { get; } = new();

    /// <summary>Waits until so many more have been acknowledged.</summary>
    public Task PassAsync(int more, Func<string> log)
    {
        var goal = Volatile.Read(ref acknowledged) + more;
        return Poll.UntilAsync($"{more} more alerts", () => Volatile.Read(ref acknowledged) >= goal,
            onTimeout: () => $"{string.Join('\n', Refusals.TakeLast(5))}\n{log()}");
    }

    /// <summary>One alert in the other workspace. As a sender does: the same again, until its incident is known.</summary>
    public Task<string> OpenAsync(string severity, Func<string> log)
    {
        var i = Interlocked.Increment(ref last);
        return Poll.ForAsync<string>($"alert {i} to have an incident", async () =>
        {
            try
            {
                return await SendAsync(i, severity, "default");
            }
            catch (HttpRequestException refusal) when (refusal.StatusCode is HttpStatusCode.ServiceUnavailable)
            {
                return null;
            }
        }, onTimeout: log, every: TimeSpan.FromMilliseconds(500));
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await running;
        ending.Dispose();
    }

    /// <summary>Answers its incident, or nothing where it waits in the spool.</summary>
    private async Task<string?> SendAsync(int i, string severity, string workspace)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "webhook")
        {
            Headers = { { "X-Workspace-Id", workspace } },
            Content = JsonContent.Create(new { title = $"Queue q{i}x is stuck", severity, service = $"queue-q{i}x", dedup_key = $"clock-{i}" }),
        };
        using var answer = await door(i).SendAsync(request);
        answer.EnsureSuccessStatusCode();
        if (answer.StatusCode is HttpStatusCode.Accepted) return null;
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("incident_id").GetString();
    }

    private async Task RunAsync()
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                var incident = await SendAsync(Interlocked.Increment(ref last), "info", Workspace);
                Interlocked.Increment(ref acknowledged);
                if (incident is not null) Opened.Enqueue(incident);
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                Refusals.Enqueue(((exception as HttpRequestException)?.StatusCode, exception.Message));
            }
            await Task.Delay(pause);
        }
    }
}
