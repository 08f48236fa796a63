namespace AiSre.Api.Heartbeats;

/// <summary>What is sent and answered, as the description shows it.</summary>
internal static class HeartbeatExamples
{
    private static readonly DateTimeOffset Seen = new(2026, 1, 15, 2, 0, 0, TimeSpan.Zero);

    public static readonly HeartbeatBody Body = new(86_400, 3_600, "high", "db");

    public static readonly HeartbeatResponse Up = new("nightly-backup", "up", 86_400, 3_600, "high", "db", Seen, Seen.AddHours(25), null);

    public static readonly HeartbeatResponse Failed = Up with { State = "missing", Due = null, MissingSince = Seen.AddHours(24) };

    public static readonly HeartbeatListResponse List = new([Up], 1);
}
