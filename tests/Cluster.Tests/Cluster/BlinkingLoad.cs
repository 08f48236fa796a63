using System.Collections.Concurrent;
using System.Net.Http.Json;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Cluster;

/// <summary>Clients that send new alerts, and the end of each as soon as its beginning is acknowledged. Nothing may be left that fires.</summary>
internal sealed class BlinkingLoad(IReadOnlyList<ClusterProcess> apis, int services)
{
    private volatile bool stopped;
    private readonly ConcurrentBag<string> ended = [];
    private Task clients = Task.CompletedTask;

    /// <summary>Titles of the alerts whose end was acknowledged.</summary>
    public IReadOnlySet<string> Ended => ended.ToHashSet();

    public void Start() => clients = Task.WhenAll(Enumerable.Range(0, services).Select(service => Task.Run(() => ClientAsync(service))));

    public Task StopAsync()
    {
        stopped = true;
        return clients;
    }

    private async Task ClientAsync(int service)
    {
        for (var number = 0; !stopped; number++)
        {
            var key = $"blink{number:d3}of{service:d3}k";
            if (!await SendAsync(service, key, "firing") || !await SendAsync(service, key, "resolved")) continue;
            ended.Add(Title(key));
        }
    }

    /// <summary>True when it was acknowledged. What is refused or lost is not sent again: then nothing is known of the alert.</summary>
    private async Task<bool> SendAsync(int service, string key, string status)
    {
        try
        {
            using var response = await apis[service % apis.Count].Http.PostAsJsonAsync(
                new Uri("webhook?source=webhook", UriKind.Relative),
                    new { title = Title(key), service = $"service-{service}", dedup_key = key, status });
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private static string Title(string key) => $"Lamp {key} failed";
}
