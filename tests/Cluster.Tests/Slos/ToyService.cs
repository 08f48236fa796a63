using System.Globalization;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Slos;

/// <summary>
/// A service whose error rate a test sets, with the counters that such services have. Its samples carry the time that it is by the test, so that an
/// hour of scraping takes a minute; what a Prometheus makes of them is the same.
/// </summary>
internal sealed class ToyService : IDisposable
{
    private readonly MetricsTarget target = new();
    private (long Bad, long Total) before;

    public Uri Address => target.Address;

    /// <summary>What was scraped: when, and what had been served by then since the beginning, restarts or not.</summary>
    public List<(DateTimeOffset At, long Bad, long Total)> Scraped { get; } = [];

    public void Dispose() => target.Dispose();

    /// <summary>Its counters begin at nothing.</summary>
    public void Restart() => before = (Scraped[^1].Bad, Scraped[^1].Total);

    /// <summary>Serves some requests, and waits until that has been scraped.</summary>
    public async Task ServeAsync(DateTimeOffset at, int bad, int total)
    {
        var (badServed, served) = Scraped.Count == 0 ? (0, 0) : (Scraped[^1].Bad, Scraped[^1].Total);
        var (allBad, all) = (badServed + bad, served + total);
        var (badNow, goodNow) = (allBad - before.Bad, all - allBad - (before.Total - before.Bad));
        target.Expose(string.Create(CultureInfo.InvariantCulture, $"""
            # TYPE http_requests_total counter
            http_requests_total{"{"}code="500"{"}"} {badNow} {at.ToUnixTimeMilliseconds()}
            http_requests_total{"{"}code="200"{"}"} {goodNow} {at.ToUnixTimeMilliseconds()}

            """));
        var seen = target.Scrapes;
        // The next one may have been under way.
        await Poll.UntilAsync("two scrapes", () => target.Scrapes >= seen + 2);
        Scraped.Add((at, allBad, all));
    }
}
