using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Demo.Script;
using AiSre.Domain.Incidents;
using AiSre.Domain.Slos;

namespace AiSre.Domain.Demo.Chapters;

/// <summary>
/// What the shop has promised: an SLO that pages, one with a correction, one for each market, of which one burns, one of orders, and one that is
/// whole.
/// </summary>
internal static class Promises
{
    /// <summary>Nobody pushes events of the demo after it was told, and that is no incident before a week has gone by.</summary>
    private const int SilentMinutes = 7 * 24 * 60;

    private const string Markets = "catalog-answers";

    /// <summary>As somebody would have sent them.</summary>
    public static ImmutableArray<SloDefinition> Definitions { get; } =
    [
        new()
        {
            Name = Markets, Service = "catalog", Target = 0.999, GroupBy = "market", MaxGroups = 10,
            Source = new EventSloSource(), Alerting = Pushed(SloTier.PageSlow), Description = "Answers to customers, without those of crawlers.",
        },
        new()
        {
            Name = "checkout-orders", Service = "checkout", Target = 0.998, Source = new EventSloSource(),
            Alerting = Pushed(SloTier.PageSlow), Description = "Orders that were placed, of all that customers wanted to place.",
        },
        new()
        {
            Name = "payments-authorisations", Service = "payments", Target = 0.998,
            Alerting = new() { Tiers = [SloTier.PageFast] }, Description = "Cards can be charged.",
        },
        new()
        {
            Name = "search-latency", Service = "search", Target = 0.995, Indicator = SloIndicator.Latency,
            LatencyThresholdMs = 1_200, LatencyPercentile = "p99", Alerting = new() { Tiers = [SloTier.TicketFast] },
            Source = new IncidentSloSource { Severities = [Severity.Critical, Severity.High] },
        },
        new()
        {
            Name = "storefront-availability", Service = "storefront", Target = 0.9995,
            Description = "The shop can be looked at.",
        },
    ];

    /// <summary>Each with what its service pushed and what does not count.</summary>
    public static IEnumerable<DemoPromise> All(DemoDice dice, DateTimeOffset now)
    {
        foreach (var slo in Definitions)
        {
            if (slo.Name == Markets)
            {
                // The markets of which it is told that prices were missing, and two where they were not.
                yield return new(SloGroupRules.Of(slo, "de"), [], new(900, incident => Failing(slo, incident, tonight: 0)));
                yield return new(SloGroupRules.Of(slo, "fr"), [], new(260, incident => Failing(slo, incident, tonight: 0)));
                yield return new(SloGroupRules.Of(slo, "se"), [], new(120, incident => Failing(slo, incident, tonight: 0.42)));
            }
            else if (slo.Source is EventSloSource) yield return new(slo, [], new(40, incident => Failing(slo, incident, tonight: 0)));
            else if (slo.Service == "search") yield return new(slo, [LoadTest(dice, now)], null);
            else yield return new(slo, [], null);
        }

        double Failing(SloDefinition slo, Incident incident, double tonight) =>
            incident.Subject.Service == slo.Service
                ? incident.Labels.Find("deploy") == Rollouts.LastTrain ? tonight : Usually(incident.Severity)
                // Whoever cannot pay cannot order.
                : slo.Service == "checkout" && incident is { Subject.Service: "payments", Severity: Severity.Critical } ? 0.3
                : 0;
    }

    private static double Usually(Severity severity) => severity switch
    {
        Severity.Critical => 0.28,
        Severity.High => 0.06,
        Severity.Warning => 0.004,
        _ => 0,
    };

    /// <summary>As the silence of that afternoon says (<see cref="QuietTimes"/>).</summary>
    private static Correction LoadTest(DemoDice dice, DateTimeOffset now) => new()
    {
        Id = "cor-" + TimedId.Of(TimedId.MillisecondOf(now.AddDays(-4)), dice.Below(TimedId.Numbers)),
        From = now.AddDays(-4), Until = now.AddDays(-4).AddHours(2), CreatedAt = now.AddDays(-4), Author = "ruth",
        Reason = "Load test before the winter sale: the slow searches were ours",
    };

    private static SloAlerting Pushed(params ImmutableArray<SloTier> tiers) => new() { Tiers = tiers, AbsentAfterMinutes = SilentMinutes };
}
