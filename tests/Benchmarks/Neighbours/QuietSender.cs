using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using AiSre.Benchmarks.Pages;
using AiSre.TestHost;

namespace AiSre.Benchmarks.Neighbours;

/// <param name="Ingest">Milliseconds from a delivery to its answer, each.</param>
/// <param name="Paged">Milliseconds from a delivery to its page, each.</param>
/// <param name="Refused">Answers other than 2xx.</param>
/// <param name="Lost">Acknowledged deliveries that paged nobody.</param>
internal sealed record QuietResult(IReadOnlyList<double> Ingest, IReadOnlyList<double> Paged, int Refused, int Lost);

/// <summary>A workspace of which critical alerts come evenly, far below its quota; each opens an incident and pages somebody.</summary>
internal sealed class QuietSender(HttpClient http, PageSink sink)
{
    private const int PerSecond = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private int last;

    public async Task<QuietResult> RunAsync(TimeSpan duration)
    {
        var sent = new ConcurrentBag<(string? Incident, long At, double Took)>();
        var sending = new List<Task>();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; Stopwatch.GetElapsedTime(start) < duration; i++)
        {
            sending.Add(SendAsync(++last));
            var next = TimeSpan.FromSeconds((i + 1.0) / PerSecond) - Stopwatch.GetElapsedTime(start);
            if (next > TimeSpan.Zero) await Task.Delay(next);
        }
        await Task.WhenAll(sending);
        var accepted = sent.Where(one => one.Incident is not null).ToList();
        try
        {
            await Poll.UntilAsync("all pages", () => accepted.TrueForAll(one => sink.FirstAt(one.Incident!) is not null), Patience);
        }
        catch (Exception timeout) when (timeout is not OutOfMemoryException)
        {
            // Those are lost.
        }
        var paged = accepted.Where(one => sink.FirstAt(one.Incident!) is not null)
            .Select(one => Stopwatch.GetElapsedTime(one.At, sink.FirstAt(one.Incident!)!.Value).TotalMilliseconds).ToList();
        return new([.. accepted.Select(one => one.Took)], paged, sent.Count - accepted.Count, accepted.Count - paged.Count);

        async Task SendAsync(int number)
        {
            var at = Stopwatch.GetTimestamp();
            using var answer = await http.PostAsJsonAsync(
                new Uri("webhook", UriKind.Relative),
                new { title = $"Job {number} fails", severity = "critical", service = $"job-{number}", dedup_key = $"job-{number}" });
            var took = Stopwatch.GetElapsedTime(at).TotalMilliseconds;
            var body = answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>() : default;
            sent.Add((body.ValueKind is JsonValueKind.Object ? body.GetProperty("incident_id").GetString() : null, at, took));
        }
    }
}
