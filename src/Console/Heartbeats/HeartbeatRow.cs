using AiSre.Console.Parts;
using AiSre.Domain.Heartbeats;
using AiSre.Grains.Heartbeats;

namespace AiSre.Console.Heartbeats;

/// <param name="Status">What is known of it.</param>
/// <param name="Rhythm">Whether it keeps its promise.</param>
public sealed record HeartbeatRow(HeartbeatStatus Status, Rhythm Rhythm)
{
    /// <summary>When it is late unless it beats before.</summary>
    public DateTimeOffset? LateAt => Status.ExpectedAt;

    /// <summary>When it has promised to beat.</summary>
    public string Promise => Of(Status.Settings);

    public static HeartbeatRow Of(HeartbeatStatus status, DateTimeOffset now) => new(
        status,
        status.State is HeartbeatState.Missing ? Rhythm.Missing
            : status.ExpectedAt < now ? Rhythm.Late : status.State is HeartbeatState.Never ? Rhythm.Never : Rhythm.Up);

    private static string Of(HeartbeatSettings settings)
    {
        var when = settings.Schedule is { } schedule ? $"{schedule} in {settings.TimeZone}" : $"every {SpanText.Of(settings.Interval)}";
        var longest = settings.MaxRuntime is { } most ? $", in {SpanText.Of(most)} at most" : "";
        return $"{when}, at most {SpanText.Of(settings.Grace)} late{longest}";
    }
}

/// <summary>What needs somebody comes first.</summary>
public enum Rhythm
{
    Missing,

    /// <summary>It should have beaten by now, and may yet.</summary>
    Late,

    /// <summary>It was declared, and its first run is still to come.</summary>
    Never,
    Up,
}
