namespace AiSre.Domain.Deploys;

public static class DeployLimits
{
    /// <summary>How long a deploy is kept: thirteen months, so that a year can be compared with the one before.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    /// <summary>Clocks of two machines differ by less.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>Characters of a field.</summary>
    public const int Text = 200;

    /// <summary>Characters of an address.</summary>
    public const int Url = 2_000;

    /// <summary>Minutes that one may look back from an incident.</summary>
    public const int LookbackMinutes = 1_440;
}
