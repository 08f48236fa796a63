namespace AiSre.Domain.Definitions.Notifications;

/// <summary>How much may be sent.</summary>
/// <param name="PerSecond">On average; infinite: no limit.</param>
/// <param name="Burst">At once, after a pause; at least 1.</param>
public readonly record struct RateLimit(double PerSecond, int Burst)
{
    public static RateLimit None => new(double.PositiveInfinity, 1);

    public bool IsNone => double.IsPositiveInfinity(PerSecond);
}
