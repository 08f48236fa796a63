using System.Collections.Immutable;
using NodaTime;

namespace AiSre.Domain.History;

/// <summary>What each alert rule is worth: how often it pages, whether anybody acts on it, and what to do about it (docs/intelligence.md).</summary>
public static class QualityRules
{
    private const int Enough = 3;

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <param name="inOrder">Oldest first.</param>
    /// <param name="from">Incidents born then or later; earlier ones only make others repeats.</param>
    /// <param name="now">And until then.</param>
    /// <param name="zoneOf">The clock of whoever was paged for an incident.</param>
    /// <returns>Those with the most pages first.</returns>
    public static ImmutableArray<AlertQuality> Of(
        IReadOnlyList<RememberedIncident> inOrder, DateTimeOffset from, DateTimeOffset now, Func<RememberedIncident, DateTimeZone> zoneOf) =>
    [
        .. inOrder.Within(from - Week, now).GroupBy(incident => (incident.Source, incident.AlertName))
            .Select(rule => Of(rule.Key.Source, rule.Key.AlertName, [.. rule], from, now, zoneOf)).OfType<AlertQuality>()
            .OrderByDescending(rule => rule.Pages).ThenByDescending(rule => rule.Incidents)
            .ThenBy(rule => rule.Source, StringComparer.Ordinal).ThenBy(rule => rule.Name, StringComparer.Ordinal),
    ];

    /// <summary>A person answered, or something was done.</summary>
    public static bool IsActedOn(RememberedIncident incident) =>
        incident.FirstResponseAt is not null || incident.Actions > 0 || (incident.IsResolved && incident.ResolvedByHuman);

    public static bool IsEndedByItself(RememberedIncident incident) => incident.IsResolved && !incident.ResolvedByHuman && incident.Actions == 0;

    private static AlertQuality? Of(
        string source, string name, List<RememberedIncident> all, DateTimeOffset from, DateTimeOffset now,
        Func<RememberedIncident, DateTimeZone> zoneOf)
    {
        var own = all.Where(incident => incident.CreatedAt >= from).ToList();
        if (own.Count == 0) return null;
        var rule = new AlertQuality
        {
            Source = source, Name = name, Incidents = own.Count, Pages = own.Sum(incident => incident.Pages.Length),
            ActedOn = Math.Round(own.Count(IsActedOn) / (double)own.Count, 2, MidpointRounding.AwayFromZero),
            EndedByThemselves = own.Count(IsEndedByItself), Repeats = Repeats(all, from),
            NightMinutes = (int)Math.Round(own.Sum(incident => NightOf(incident, now, zoneOf)), MidpointRounding.AwayFromZero),
        };
        return rule with { Proposal = ProposalFor(rule) };
    }

    /// <summary>The first that fits.</summary>
    private static string ProposalFor(AlertQuality rule) => rule switch
    {
        { Incidents: < Enough } => "Too few incidents to judge; look again later.",
        { ActedOn: 0, Pages: > 0 } when rule.EndedByThemselves >= 0.8 * rule.Incidents =>
            "It ends by itself and nobody acts on it: let it wait longer before it fires, or take it out.",
        { ActedOn: < 0.2, Pages: > 0 } => "Hardly anybody acts on it: send it to a chat instead of paging.",
        { ActedOn: < 0.5, NightMinutes: >= 60 } => "Most of it can wait: keep it out of the night.",
        { Pages: 0, ActedOn: 0 } => "It pages nobody and nobody acts on it: ask who reads it.",
        _ when rule.Repeats >= 0.5 * rule.Incidents => "It comes again and again: mend the cause, or let a runbook do what people do.",
        _ => "It is worth its pages: leave it as it is.",
    };

    private static int Repeats(List<RememberedIncident> all, DateTimeOffset from)
    {
        var last = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var repeats = 0;
        foreach (var incident in all)
        {
            var service = incident.Service ?? "";
            if (incident.CreatedAt >= from && last.TryGetValue(service, out var before) && incident.CreatedAt - before <= Week) repeats++;
            last[service] = incident.CreatedAt;
        }
        return repeats;
    }

    /// <summary>From the first page until somebody answered or it was over.</summary>
    private static double NightOf(RememberedIncident incident, DateTimeOffset now, Func<RememberedIncident, DateTimeZone> zoneOf)
    {
        if (incident.Pages.IsEmpty) return 0;
        var paged = incident.Pages[0].At;
        var end = new[] { incident.FirstResponseAt, incident.IsResolved ? incident.ResolvedAt : null, now }.OfType<DateTimeOffset>().Min();
        return end <= paged ? 0 : NightRules.Minutes(paged, end, zoneOf(incident));
    }
}

[GenerateSerializer, Immutable, Alias("aisre.quality-report")]
public sealed record QualityReport([property: Id(0)] ImmutableArray<AlertQuality> Rules);

/// <summary>What an alert rule is worth.</summary>
[GenerateSerializer, Immutable, Alias("aisre.alert-quality")]
public sealed record AlertQuality
{
    [Id(0)] public required string Source { get; init; }

    /// <summary>The rule's name, else what the titles have in common.</summary>
    [Id(1)] public required string Name { get; init; }

    [Id(2)] public required int Incidents { get; init; }
    [Id(3)] public required int Pages { get; init; }

    /// <summary>Which share a person answered, or something was done about.</summary>
    [Id(4)] public required double ActedOn { get; init; }

    [Id(5)] public required int EndedByThemselves { get; init; }

    /// <summary>Incidents that came within 7 days of another one of the same rule and service.</summary>
    [Id(6)] public required int Repeats { get; init; }

    /// <summary>Minutes between 22:00 and 07:00 in which whoever was paged had not answered yet.</summary>
    [Id(7)] public required int NightMinutes { get; init; }

    /// <summary>One thing to do about it.</summary>
    [Id(8)] public string Proposal { get; init; } = "";
}
