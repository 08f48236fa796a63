using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;

namespace AiSre.Domain.Incidents;

/// <summary>What a rule would make of the next alert like those of an incident.</summary>
/// <param name="Rule">One of <see cref="DedupStrategy"/>.</param>
/// <param name="Applies">It can take such an alert for a repeat.</param>
/// <param name="Why">A sentence, with the windows that are set.</param>
public sealed record RepeatStep(string Rule, bool Applies, string Why);

/// <summary>Says, in the order in which <see cref="DedupRules"/> asks, when another alert is a repeat of an incident.</summary>
public static class RepeatExplanation
{
    public static ImmutableArray<RepeatStep> Of(Incident incident, DedupOptions options)
    {
        var byText = DedupRules.WhyNotByText(incident.Adapter, SourceIdentity.IsGuaranteed(incident.Adapter), options);
        var comparesText = byText is null && incident.Phase is not IncidentPhase.Resolved;
        return
        [
            new(DedupStrategy.SourceIdentity, true, ByIdentity(incident, options)),
            new(DedupStrategy.ContentHash, comparesText, byText ??
                $"A signal with an equal content hash that names no identity of its own repeats it within {Minutes(options.S2Window)} of the last " +
                    $"one, for at most {Hours(options.S2Life)}."),
            new(DedupStrategy.TitleSimilarity, comparesText, byText ??
                $"A signal of the same service, namespace and place whose title means the same repeats it within {Minutes(options.S3Window)} of " +
                    $"the last one."),
        ];
    }

    private static string ByIdentity(Incident incident, DedupOptions options)
    {
        if (incident.Phase is not IncidentPhase.Resolved)
            return "A signal with one of the identities above repeats this incident for as long as it is not resolved.";
        var reopens = $"reopens it within {Minutes(options.ReopenWindow)}, and opens a new incident later";
        return incident.ResolvedByHuman
            ? $"A person resolved it: the same episode stays quiet for {Minutes(options.ManualMute)} and then reopens it; a new episode {reopens}."
            : $"It is resolved: a signal with one of the identities above {reopens}.";
    }

    private static string Minutes(TimeSpan window) => FormattableString.Invariant($"{window.TotalMinutes:0.#} minutes");

    private static string Hours(TimeSpan window) => FormattableString.Invariant($"{window.TotalHours:0.#} hours");
}
