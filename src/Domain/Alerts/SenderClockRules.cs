namespace AiSre.Domain.Alerts;

/// <summary>The order of a sender's events by its own clock, for senders whose deliveries overtake one another.</summary>
public static class SenderClockRules
{
    /// <summary>PagerDuty sends an event again for 48 hours, so an old one can arrive after a newer one. It would undo what is newer.</summary>
    /// <param name="signal">What came in.</param>
    /// <param name="lastEventAt">The sender's clock at the latest event that was applied, Unix milliseconds; null when there is none.</param>
    public static bool IsOvertaken(AlertSignal signal, long? lastEventAt) =>
        signal.Source is AlertSource.PagerDuty && signal.OccurredAt is { } at && lastEventAt > at.ToUnixTimeMilliseconds();
}
