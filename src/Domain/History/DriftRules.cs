using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Domain.History;

/// <summary>What is different from usual, over the incidents of a workspace (docs/intelligence.md).</summary>
public static class DriftRules
{
    /// <summary>Services that are named, the worst ones.</summary>
    private const int MostOffenders = 20;

    private static readonly TimeSpan Usual = TimeSpan.FromDays(7);
    private static readonly TimeSpan Known = TimeSpan.FromDays(14);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan LeastHistory = TimeSpan.FromHours(6);
    private static readonly TimeSpan Silent = TimeSpan.FromHours(6);

    /// <param name="inOrder">Oldest first.</param>
    /// <param name="deploys">When something was rolled out within the last day.</param>
    /// <param name="now">The end of what is looked at.</param>
    public static DriftReport Report(IReadOnlyList<RememberedIncident> inOrder, IReadOnlyCollection<DateTimeOffset> deploys, DateTimeOffset now)
    {
        var day = inOrder.Within(now - Day, now).ToList();
        var lastHour = day.Count(incident => incident.CreatedAt > now - Hour);
        var rate = day.Count / 24.0;
        var signals = new List<DriftSignal?>();
        if (inOrder.Count > 0 && now - inOrder[0].CreatedAt >= LeastHistory)
        {
            var week = inOrder.Within(now - Usual, now).ToList();
            signals.Add(RateSpike(lastHour, rate));
            signals.Add(SeverityShift(day, week));
            signals.AddRange(NewPatterns(day, [.. inOrder.Within(now - Day - Known, now - Day)]));
            signals.AddRange(RepeatOffenders(day));
            signals.Add(Slowdown(inOrder, now));
            signals.Add(Silence(week, now));
        }
        signals.Add(DeploySurge(deploys, now));
        return new(
            [.. signals.OfType<DriftSignal>().OrderByDescending(signal => signal.Severity).ThenBy(signal => signal.Type, StringComparer.Ordinal)],
            lastHour, Math.Round(rate, 2, MidpointRounding.AwayFromZero));
    }

    /// <summary>Three times as many as usual, and not by chance: fewer than one hour in a hundred would have so many.</summary>
    public static DriftSignal? RateSpike(int lastHour, double perHour)
    {
        var usual = Math.Max(perHour, 1 / 24.0);
        if (lastHour < 3 || lastHour / usual < 3 || PoissonTail(lastHour, usual) >= 0.01) return null;
        return new(
            "incident_rate_spike", lastHour / usual >= 6 ? Severity.Critical : Severity.High,
            FormattableString.Invariant($"Incident rate spiked to {lastHour}/hr (24h avg: {perHour:0.00}/hr)"),
            "Investigate recent deploys and check infra health.");
    }

    /// <summary>How likely so many or more are, where so many are usual.</summary>
    public static double PoissonTail(int count, double usual)
    {
        // Terms from the count on, each from the one before: what is subtracted from one loses its digits when it is small.
        var term = Math.Exp(-usual);
        for (var i = 1; i <= count; i++) term *= usual / i;
        var tail = 0.0;
        for (var i = count; i < count + 1_000 && term > 0; term *= usual / ++i) tail += term;
        return Math.Min(1, tail);
    }

    private static DriftSignal? SeverityShift(List<RememberedIncident> day, List<RememberedIncident> week)
    {
        if (day.Count < 10) return null;
        var (now, usual) = (CriticalShare(day), CriticalShare(week));
        return now - usual < 0.25 ? null : Warning(
            "severity_shift", $"{now:P0} of the last 24h were critical (7d: {usual:P0})", "Look at what the critical incidents have in common.");
    }

    /// <summary>Only where there is something to compare with.</summary>
    private static IEnumerable<DriftSignal> NewPatterns(List<RememberedIncident> day, List<RememberedIncident> before) => before.Count == 0 ? [] :
        day.Where(incident => incident.Pattern != FailurePatterns.Unknown).GroupBy(incident => incident.Pattern)
            .Where(same => same.Count() >= 3 && before.TrueForAll(incident => incident.Pattern != same.Key))
            .Select(same => Warning(
                "new_pattern", $"{same.Count()} {PatternAdvice.Of(same.Key).Name} incidents in 24h, none in the 14d before",
                PatternAdvice.Of(same.Key).Recommendation + "."));

    private static IEnumerable<DriftSignal> RepeatOffenders(List<RememberedIncident> day) =>
        day.Where(incident => incident.Service is not null).GroupBy(incident => incident.Service!).Where(own => own.Count() >= 5)
            .OrderByDescending(own => own.Count()).ThenBy(own => own.Key, StringComparer.Ordinal)
            .Take(MostOffenders)
            .Select(own => Warning(
                "repeat_offender", $"{own.Key} had {own.Count()} incidents in 24h", "Look for the cause that they share before the next one."));

    private static DriftSignal? Slowdown(IReadOnlyList<RememberedIncident> inOrder, DateTimeOffset now)
    {
        List<RememberedIncident> ResolvedSince(TimeSpan time) => [.. inOrder.Where(incident => incident.IsResolved
            && incident.ResolvedAt >= now - time && incident.ResolvedAt <= now)];
        var day = ResolvedSince(Day);
        if (day.Count < 5) return null;
        var (late, usual) = (MedianMinutes(day), MedianMinutes(ResolvedSince(Usual)));
        return usual <= 0 || late < 2 * usual ? null : Warning(
            "resolution_slowdown", $"Median time to resolve was {late:0.0} min in 24h (7d: {usual:0.0} min)",
            "Check whether people are overloaded or runbooks out of date.");
    }

    private static DriftSignal? DeploySurge(IReadOnlyCollection<DateTimeOffset> deploys, DateTimeOffset now)
    {
        var (hour, usual) = (deploys.Count(at => at > now - Hour && at <= now), deploys.Count(at => at >= now - Day && at <= now) / 24.0);
        return hour < 5 || hour < 3 * usual ? null : Warning(
            "deploy_surge", $"{hour} deploys in the last hour (24h avg: {usual:0.00}/hr)", "Watch the services that were rolled out.");
    }

    private static DriftSignal? Silence(List<RememberedIncident> week, DateTimeOffset now)
    {
        var usual = week.Count / Usual.TotalHours;
        return usual < 1 || week[^1].CreatedAt > now - Silent ? null : Warning(
            "alert_silence", $"Nothing opened for 6h (7d avg: {usual:0.00}/hr)", "Check that alerts still arrive: sources, keys, dead letters.");
    }

    private static double CriticalShare(List<RememberedIncident> incidents) =>
        incidents.Count(incident => incident.Severity is Severity.Critical) / (double)incidents.Count;

    private static double MedianMinutes(List<RememberedIncident> resolved) =>
        resolved.Select(incident => incident.TimeToResolve!.Value.TotalMinutes).Median() ?? 0;

    private static DriftSignal Warning(string type, FormattableString detail, string recommendation) =>
        new(type, Severity.Warning, FormattableString.Invariant(detail), recommendation);
}

/// <param name="Signals">The worst first.</param>
/// <param name="LastHour">Incidents of the last hour.</param>
/// <param name="PerHour">Of the last 24 hours, an hour.</param>
[GenerateSerializer, Immutable, Alias("aisre.drift-report")]
public sealed record DriftReport(
    [property: Id(0)] ImmutableArray<DriftSignal> Signals, [property: Id(1)] int LastHour, [property: Id(2)] double PerHour)
{
    /// <summary>Warnings are news and no alarm.</summary>
    public bool Healthy => Signals.All(signal => signal.Severity < Severity.High);
}

/// <param name="Type">What kind of change it is.</param>
/// <param name="Severity">How bad.</param>
/// <param name="Detail">In a sentence.</param>
/// <param name="Recommendation">What to do about it.</param>
[GenerateSerializer, Immutable, Alias("aisre.drift-signal")]
public sealed record DriftSignal(
    [property: Id(0)] string Type, [property: Id(1)] Severity Severity, [property: Id(2)] string Detail, [property: Id(3)] string Recommendation);
