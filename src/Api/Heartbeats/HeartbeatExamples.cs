namespace AiSre.Api.Heartbeats;

/// <summary>What is sent and answered, as the description shows it.</summary>
internal static class HeartbeatExamples
{
    private static readonly DateTimeOffset Seen = new(2026, 1, 15, 2, 12, 0, TimeSpan.Zero);

    public static readonly HeartbeatDeclaration Declaration = new(
        Schedule: "0 3 * * *", TimeZone: "Europe/Berlin", GraceSeconds: 3_600, Severity: "high", Service: "db", MaxRuntimeSeconds: 7_200);

    public static readonly HeartbeatBody Body = new(Status: "up");

    public static readonly HeartbeatResponse Up = new(
        "nightly-backup", "up", null, "0 3 * * *", "Europe/Berlin", 3_600, "high", "db", 7_200, Seen, new(2026, 1, 16, 3, 0, 0, TimeSpan.Zero), null,
        null, 731.4, "api");

    public static readonly HeartbeatResponse Never = Up with
    {
        State = "never", LastSeen = null, Due = new(2026, 1, 15, 3, 0, 0, TimeSpan.Zero), LastDurationSeconds = null,
    };

    public static readonly HeartbeatResponse Running = Up with { RunningSince = Seen.AddHours(24) };

    public static readonly HeartbeatResponse Failed = Up with { State = "missing", Due = null, MissingSince = Seen.AddHours(24) };

    public static readonly HeartbeatListResponse List = new([Up], 1);
}
