namespace AiSre.Domain.Slos;

/// <summary>The one place that rounds, for answers and people only. Halves go away from zero, and there is no minus zero.</summary>
public static class SloRounding
{
    public static double Minutes(double minutes) => To(minutes, 1);
    public static double Hours(double hours) => To(hours, 1);
    public static double Percent(double percent) => To(percent, 1);
    public static double Burn(double burn) => To(burn, 2);
    public static double Share(double share) => To(share, 5);

    public static double? Hours(double? hours) => hours is { } known ? Hours(known) : null;
    public static double? Burn(double? burn) => burn is { } known ? Burn(known) : null;
    public static double? Share(double? share) => share is { } known ? Share(known) : null;

    /// <summary>What was reckoned in binary fractions is a hair off: 0.15 is a half although it is stored as less.</summary>
    private static double To(double value, int digits)
    {
        if (!double.IsFinite(value) || Math.Abs(value) > 1e15) return value;
        return (double)Math.Round((decimal)value, digits, MidpointRounding.AwayFromZero) + 0.0;
    }
}
