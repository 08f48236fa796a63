using Prometheus;

namespace AiSre.Grains.Notifications;

/// <summary>Deliveries on <c>/metrics</c>. Channels are types, of which there are seven with <c>none</c>.</summary>
public static class NotificationMetrics
{
    public const string Sent = "sent";
    public const string Retried = "retry";
    public const string Dead = "dead";
    public const string Suppressed = "suppressed";
    public const string Unconfigured = "unconfigured";

    /// <summary>The type of a channel that does not exist.</summary>
    public const string NoChannel = "none";

    private static readonly Counter Total = Metrics.CreateCounter(
        "ai_sre_notifications_total", "What became of messages and of attempts to send them.", "channel", "outcome");
    private static readonly Counter DeadTotal = Metrics.CreateCounter("ai_sre_notifications_dead_total", "Messages that were given up.");

    private static readonly Histogram Delay = Metrics.CreateHistogram(
        "ai_sre_notification_delay_seconds", "How long after it was written a message was sent.",
        new HistogramConfiguration { Buckets = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1_800] });

    /// <summary>Shows it as zero before anything has happened, so that a rate has something to start from.</summary>
    public static void Publish() => DeadTotal.Inc(0);

    public static void Count(string channel, string outcome, int count = 1)
    {
        Total.WithLabels(channel, outcome).Inc(count);
        if (outcome == Dead) DeadTotal.Inc(count);
    }

    public static void SentAfter(TimeSpan delay) => Delay.Observe(Math.Max(0, delay.TotalSeconds));
}
