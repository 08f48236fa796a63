using System.Collections.Immutable;
using AiSre.Console.IncidentDetail.Words;
using AiSre.Console.Parts;
using AiSre.Domain.Incidents;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>How often the alerts came again, over time. The timeline says so at most once a minute and alert, which is fine enough to see.</summary>
/// <param name="Total">All repeats.</param>
/// <param name="Over">From the first alert to the last.</param>
/// <param name="Each">What one bar stands for.</param>
/// <param name="Bars">Oldest first.</param>
/// <param name="From">When the first bar begins.</param>
/// <param name="To">When the last bar ends.</param>
/// <param name="Description">The same in words.</param>
public sealed record RepeatsView(
    long Total, TimeSpan Over, TimeSpan Each, ImmutableArray<BarChart.Bar> Bars, DateTimeOffset From, DateTimeOffset To, string Description)
{
    private const int MostBars = 40;

    private static readonly ImmutableArray<TimeSpan> Widths =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
    ];

    internal static Task<RepeatsView?> LoadAsync(ShownIncident shown)
    {
        if (shown.Repeats == 0) return Task.FromResult<RepeatsView?>(null);
        var told = Told(shown.Timeline).ToList();
        var last = shown.Alerts.Max(alert => alert.LastSeen);
        // What came since the last event has none yet.
        if (shown.Repeats - told.Sum(repeat => repeat.Count) is > 0 and var rest) told.Add((last, rest));
        var first = shown.Alerts.Min(alert => alert.FirstSeen);
        return Task.FromResult<RepeatsView?>(Of(shown.Repeats, first, last, told, shown.Context.Look.Brief, shown.Now));
    }

    internal static RepeatsView Of(
        long total, DateTimeOffset first, DateTimeOffset last, IReadOnlyList<(DateTimeOffset At, long Count)> told,
        Func<DateTimeOffset, DateTimeOffset, string> clock, DateTimeOffset now)
    {
        var width = Widths.FirstOrDefault(
            width => (last - first) / width < MostBars, TimeSpan.FromDays(Math.Ceiling((last - first).TotalDays / MostBars)));
        var start = new DateTimeOffset(first.UtcTicks - first.UtcTicks % width.Ticks, TimeSpan.Zero);
        var counts = new long[(int)((last - start) / width) + 1];
        foreach (var (at, count) in told) counts[Math.Clamp((int)((at - start) / width), 0, counts.Length - 1)] += count;
        var most = Array.IndexOf(counts, counts.Max());
        return new(
            total, last - first, width,
            [.. counts.Select((count, i) => new BarChart.Bar(count, FormattableString.Invariant($"{count:N0} from {Clock(i)}")))],
            start, start + counts.Length * width,
            FormattableString.Invariant($"{total:N0} repeats from {Clock(0)} to {clock(last, now)}; ")
                + FormattableString.Invariant($"most of them, {counts[most]:N0} in {SpanText.Of(width)}, from {Clock(most)}."));

        string Clock(int bar) => clock(start + bar * width, now);
    }

    private static IEnumerable<(DateTimeOffset At, long Count)> Told(IEnumerable<TimelineEvent> timeline) => timeline
        .Where(said => said.Type is EventTypes.AlertDeduplicated or EventTypes.AlertAfterManualResolve)
        .Select(said => (said.At, new SaidPayload(said.Payload).Whole("count") ?? 1));
}
