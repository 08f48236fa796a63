namespace AiSre.Domain.Definitions.Slos;

/// <summary>Over how long a time a budget counts.</summary>
[GenerateSerializer, Immutable, Alias("aisre.slo-window")]
public sealed record SloWindow
{
    public const int UsualDays = 30, LongestDays = 365;
    public const string UsualTimeZone = "UTC";

    /// <summary>1 to 365; of a calendar window what <see cref="NominalDays"/> says.</summary>
    [Id(0)] public int Days { get; init; } = UsualDays;

    /// <summary>Null: it rolls.</summary>
    [Id(1)] public CalendarUnit? Unit { get; init; }

    /// <summary>IANA name; of calendar windows only.</summary>
    [Id(2)] public string TimeZone { get; init; } = UsualTimeZone;

    public bool IsRolling => Unit is null;

    public static SloWindow Rolling(int days) => new() { Days = days };

    public static SloWindow Calendar(CalendarUnit unit, string timeZone = UsualTimeZone) =>
        new() { Unit = unit, TimeZone = timeZone, Days = NominalDays(unit) };

    /// <summary>What look-backs scale by, so that they are as long in February as in March.</summary>
    public static int NominalDays(CalendarUnit unit) => unit switch
    {
        CalendarUnit.Week => 7,
        CalendarUnit.Month => 30,
        _ => 90,
    };
}

/// <summary>Weeks begin on Monday, quarters in January, April, July and October.</summary>
public enum CalendarUnit
{
    Week = 0,
    Month = 1,
    Quarter = 2,
}
