using System.Collections.Immutable;
using AiSre.Console.IncidentDetail.Words;
using AiSre.Domain.Incidents;
using NodaTime;
using NodaTime.Text;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>What has happened, newest first, as far as the filter shows it.</summary>
public sealed record TimelineView(ImmutableArray<TimelineFilter> Filters, ImmutableArray<TimelineDay> Days, int Hidden, string AllLink)
{
    public const string Filter = "show";
    private const string Whole = "timeline";
    private const int Shown = 60;

    private static readonly LocalDatePattern DayName = LocalDatePattern.CreateWithInvariantCulture("ddd d MMM uuuu");

    internal static Task<TimelineView?> LoadAsync(ShownIncident shown)
    {
        var lines = Lines(shown.Timeline);
        var wanted = shown.Context.Query[Filter].ToString();
        var topic = Enum.TryParse<TimelineTopic>(wanted, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : (TimelineTopic?)null;
        var some = lines.Where(line => topic is null || line.About == topic).Reverse().ToList();
        var all = shown.Context.Query[Whole] == "all";
        return Task.FromResult<TimelineView?>(new(
            [.. FiltersOf(shown, lines, topic)], [.. DaysOf(all ? some : some.Take(Shown), shown)], all ? 0 : Math.Max(0, some.Count - Shown),
            shown.Context.With(Whole, "all") + "#timeline"));
    }

    private static IEnumerable<TimelineFilter> FiltersOf(ShownIncident shown, List<TimelineLine> lines, TimelineTopic? chosen)
    {
        yield return new("All", lines.Count, chosen is null, shown.Context.With(Filter, null) + "#timeline");
        foreach (var topic in Enum.GetValues<TimelineTopic>())
        {
            var (name, count) = (topic.ToString(), lines.Count(line => line.About == topic));
            if (count > 0 || topic == chosen)
                yield return new(name, count, topic == chosen, shown.Context.With(Filter, name.ToLowerInvariant()) + "#timeline");
        }
    }

    private static IEnumerable<TimelineDay> DaysOf(IEnumerable<TimelineLine> lines, ShownIncident shown)
    {
        var today = DateOf(shown.Now);
        return lines.GroupBy(line => DateOf(line.At)).Select(day => new TimelineDay(
            day.Key == today ? null : day.Key == today.PlusDays(-1) ? "Yesterday" : DayName.Format(day.Key), [.. day]));

        LocalDate DateOf(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(shown.Context.Zone).Date;
    }

    /// <summary>Repeats between which nothing else happened are one line.</summary>
    internal static List<TimelineLine> Lines(IEnumerable<TimelineEvent> timeline)
    {
        var lines = new List<TimelineLine>();
        var (since, count) = ((DateTimeOffset?)null, 0L);
        foreach (var said in timeline)
        {
            if (said.Type is not EventTypes.AlertDeduplicated)
            {
                lines.Add(TimelineWords.Of(said));
                (since, count) = (null, 0);
                continue;
            }
            count += new SaidPayload(said.Payload).Whole("count") ?? 1;
            if (since is null) lines.Add(TimelineWords.Of(said));
            else lines[^1] = lines[^1] with { At = said.At, Says = AlertWords.Repeated(count, since) };
            since ??= said.At;
        }
        return lines;
    }
}

/// <param name="Name">Null: today.</param>
/// <param name="Lines">Newest first.</param>
public sealed record TimelineDay(string? Name, ImmutableArray<TimelineLine> Lines);

/// <param name="Name">What it shows.</param>
/// <param name="Count">How many lines that are.</param>
/// <param name="IsOn">It is chosen.</param>
/// <param name="Link">Chooses it.</param>
public sealed record TimelineFilter(string Name, int Count, bool IsOn, string Link);
