namespace AiSre.Api.Platform;

/// <summary>What is answered about the platform, as the description shows it.</summary>
internal static class PlatformExamples
{
    public static readonly HealthResponse Health = new(
        "ok", "secured", new(HealthState.Ok, HealthState.Ok, HealthState.Ok, HealthState.NotConfigured), ["notifications: log only"]);

    public static readonly LivenessResponse Alive = new("ok");

    public static readonly OverviewResponse Overview = new(
        new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero), 2, new(3, 1, 12), 15.3, new(0, 0, 0), 4, [new("10.0.0.7:11111", "active", 5_120)],
        AdapterEndpoints.All);
}
