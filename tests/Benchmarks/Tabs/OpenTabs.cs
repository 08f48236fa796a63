using System.Net;

namespace AiSre.Benchmarks.Tabs;

/// <summary>Tabs that are open at the console: each listens, and loads its page anew when it hears that something has changed.</summary>
internal sealed class OpenTabs : IAsyncDisposable
{
    private readonly HttpClient http;
    private readonly CancellationTokenSource stop = new();
    private readonly List<Task> tabs = [];
    private long loads;

    private OpenTabs(Uri server) => http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None })
    {
        BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan, DefaultRequestHeaders = { { "Accept-Encoding", "gzip" } },
    };

    public long Loads => Interlocked.Read(ref loads);

    public static async Task<OpenTabs> OpenAsync(Uri server, int count, string path)
    {
        var open = new OpenTabs(server);
        var connected = new List<Task>();
        for (var i = 0; i < count; i++)
        {
            var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            connected.Add(ready.Task);
            open.tabs.Add(open.FollowAsync(path, ready));
        }
        await Task.WhenAll(connected);
        return open;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(tabs);
        http.Dispose();
        stop.Dispose();
    }

    private async Task FollowAsync(string path, TaskCompletionSource ready)
    {
        try
        {
            using var stream = await http.GetStreamAsync(new Uri(path[..path.LastIndexOf('/')] + "/live", UriKind.Relative), stop.Token);
            using var lines = new StreamReader(stream);
            var told = "-";
            while (await lines.ReadLineAsync(stop.Token) is { } line)
            {
                ready.TrySetResult();
                if (line.StartsWith("id: ", StringComparison.Ordinal)) told = line[4..];
                if (line is not "event: changed") continue;
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
                // A page sends the place that it shows too, which is never behind this.
                request.Headers.Add("X-Live", told);
                using var page = await http.SendAsync(request, stop.Token);
                await page.Content.ReadAsByteArrayAsync(stop.Token);
                Interlocked.Increment(ref loads);
            }
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }
}
