namespace AiSre.Api.OnCall;

/// <summary>What is sent and answered about on-call, as the description shows it.</summary>
internal static class OnCallExamples
{
    public const string OverrideId = "ovr-01k5x8m2r9t4v";

    public const string Calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//AI-SRE//On-call//EN\r\nEND:VCALENDAR\r\n";

    private static readonly DateTimeOffset Start = new(2026, 1, 12, 8, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset End = Start.AddDays(7);

    private static readonly ShiftResponse Shift = new(Start, End, "dave", "week", 1, false, null);

    public static readonly CurrentResponse Current = new(
        "payments", "dave", "payments-team", "eve", 3, 1, "week", false, Start, End, "eve", "Europe/Berlin", null, Start.AddDays(3));

    public static readonly ScheduleResponse Schedule = new(
        Start, End, [new("payments-team", "Europe/Berlin", [Shift], [new("week", "Europe/Berlin", [Shift])])], 1);

    public static readonly TeamsResponse Teams = new(
    [
        new(
            "payments-team", ["payments"], "Europe/Berlin", "eve", "dave",
            [new("week", "Europe/Berlin", ["eve", "dave"], "1w", "2026-01-05", "09:00", null, [])]),
    ], 1);

    public static readonly OverrideBody Override = new(
        "payments-team", "eve", "2026-01-14T18:00", "2026-01-15T09:00", Reason: "Dave is at a concert");

    public static readonly OverrideCreatedResponse OverrideCreated = new(
        OverrideId, "payments-team", "eve", "2026-01-14T18:00", "2026-01-15T09:00", null, "Dave is at a concert", "eve");

    public static readonly OverridesResponse Overrides = new(
    [
        new(
            OverrideId, "payments-team", "eve", "2026-01-14T18:00", "2026-01-15T09:00", "Europe/Berlin", Start.AddDays(2.375), Start.AddDays(3),
            "Dave is at a concert", "eve"),
    ], 1);
}
