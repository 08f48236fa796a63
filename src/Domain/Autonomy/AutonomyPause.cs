namespace AiSre.Domain.Autonomy;

/// <summary>The breaker has opened: autonomy keeps off something, until an admin lets it go on or the time is over.</summary>
/// <param name="Scope">One of <see cref="PauseScope"/>.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="At">Since when.</param>
/// <param name="IncidentId">At which incident it was noticed; null: at none.</param>
[GenerateSerializer, Immutable, Alias("aisre.autonomy.pause")]
public sealed record AutonomyPause(
    [property: Id(0)] string Scope, [property: Id(1)] string Reason, [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string? IncidentId = null)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(6);

    public DateTimeOffset Until => At + Lasts;
}

/// <summary>What a breaker is for, as a word that an admin writes too.</summary>
public static class PauseScope
{
    public const string Workspace = "workspace";

    public static string Namespace(string cluster, string name) => $"namespace/{cluster}/{name}";

    public static string Workload(string name) => $"workload/{name}";
}
