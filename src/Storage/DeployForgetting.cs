using AiSre.Domain.Deploys;

namespace AiSre.Storage;

/// <summary>How deploys are kept few, the same in every dialect: each that is written takes some of its workspace with it that are too old.</summary>
internal static class DeployForgetting
{
    public const int AtOnce = 20;

    public static long Before(long now) => now - (long)DeployLimits.Kept.TotalMilliseconds;
}
