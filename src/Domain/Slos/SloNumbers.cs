namespace AiSre.Domain.Slos;

/// <summary>Comparing what was reckoned in binary fractions: 1 - 0.9995 is 0.0005000000000000004.</summary>
internal static class SloNumbers
{
    private const double Tolerance = 1e-9;

    public static bool Reaches(double value, double threshold) => value >= threshold - Math.Abs(threshold) * Tolerance;

    /// <summary>Nothing, where only the fractions' error is left.</summary>
    public static double WithoutDust(double value, double whole) => Math.Abs(value) <= whole * Tolerance ? 0 : value;
}
