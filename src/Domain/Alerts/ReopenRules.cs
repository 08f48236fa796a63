namespace AiSre.Domain.Alerts;

/// <summary>The end of an alert's last incident.</summary>
/// <param name="ResolvedAt">When the incident was resolved, by our clock.</param>
/// <param name="ResolvedByHuman">True if a person resolved it here; false for the source's own resolve and for time-outs.</param>
public readonly record struct ResolvedAlert(DateTimeOffset ResolvedAt, bool ResolvedByHuman);

public enum ReopenDecision
{
    /// <summary>The same incident opens again and escalation starts anew.</summary>
    Reopen = 0,

    /// <summary>A new incident that names the old one as its predecessor.</summary>
    NewIncident = 1,

    /// <summary>The episode that a person closed still fires: noted in the timeline, nothing opens.</summary>
    SuppressAfterManualResolve = 2,
}

/// <summary>What a firing means whose alert is resolved (docs/rules/alerts.md). Applies to alerts found by identity or content.</summary>
public static class ReopenRules
{
    /// <summary>Only for firing signals; the manual mute ends and the reopen window closes by our clock.</summary>
    /// <param name="resolved">The incident that the alert had last.</param>
    /// <param name="startsAt">When the sender says that the episode began; null if it does not say, which then counts as a new episode.</param>
    /// <param name="now">When the signal was received.</param>
    /// <param name="options">The workspace's settings.</param>
    public static ReopenDecision Decide(ResolvedAlert resolved, DateTimeOffset? startsAt, DateTimeOffset now, DedupOptions options)
    {
        var since = now - resolved.ResolvedAt;
        if (resolved.ResolvedByHuman && startsAt <= resolved.ResolvedAt)
            return since < options.ManualMute ? ReopenDecision.SuppressAfterManualResolve : ReopenDecision.Reopen;

        // The source's own resolve needs no look at startsAt: an alert whose last word was "firing" must be open.
        return since <= options.ReopenWindow ? ReopenDecision.Reopen : ReopenDecision.NewIncident;
    }
}
