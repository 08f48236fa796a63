using AiSre.Grains.Heartbeats;

namespace AiSre.Console.Heartbeats;

/// <param name="Status">What is known of it.</param>
/// <param name="Rhythm">Whether it keeps its promise.</param>
public sealed record HeartbeatRow(HeartbeatStatus Status, Rhythm Rhythm)
{
    /// <summary>When it is late unless it beats before.</summary>
    public DateTimeOffset? LateAt => Status.LastSeen + Status.Settings.Interval;

    public static HeartbeatRow Of(HeartbeatStatus status, DateTimeOffset now) => new(
        status,
        status.State is HeartbeatState.Missing ? Rhythm.Missing
            : status.LastSeen + status.Settings.Interval < now ? Rhythm.Late : Rhythm.Up);
}

/// <summary>What needs somebody comes first.</summary>
public enum Rhythm
{
    Missing,

    /// <summary>It should have beaten by now, and may yet.</summary>
    Late,
    Up,
}
