using System.Collections.Immutable;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Workspaces;

namespace AiSre.Console.Workspaces;

/// <summary>One quota and what is used of it.</summary>
/// <param name="What">What it counts.</param>
/// <param name="Used">Null: it cannot be said, or nobody counts it.</param>
/// <param name="Allowed">Null: it has none of its own, and the platform's default counts.</param>
public sealed record QuotaUse(string What, long? Used, long? Allowed)
{
    /// <summary>From this share on it is said that there is not much left.</summary>
    private const double Near = 0.8;

    /// <summary>0 to 1; null where there is nothing to compare.</summary>
    public double? Share => (Used, Allowed) switch
    {
        ({ } used, > 0 and { } allowed) => Math.Clamp((double)used / allowed, 0, 1),
        ( > 0, 0) => 1,
        (0, 0) => 0,
        _ => null,
    };

    /// <summary>Nothing is left. Of a quota of none, which is somebody's will, only what is used all the same is said.</summary>
    public bool IsFull => Share >= 1;

    public bool IsNear => Share >= Near && !IsFull;

    public string Tone => IsFull ? "crit" : IsNear ? "warn" : "calm";

    public string Text => (Used, Allowed) switch
    {
        ({ } used, { } allowed) => $"{WorkspaceWords.Number(used)} of {WorkspaceWords.Number(allowed)}",
        ({ } used, null) => WorkspaceWords.Number(used),
        (null, { } allowed) => $"at most {WorkspaceWords.Number(allowed)}",
        _ => "not counted",
    };

    /// <summary>What counts in usage, in the order of pages.</summary>
    /// <param name="quotas">What is allowed.</param>
    /// <param name="usage">Null: it cannot be read.</param>
    public static ImmutableArray<QuotaUse> Of(WorkspaceQuotas quotas, WorkspaceUsage? usage) =>
    [
        // Each process counts at its own door.
        new("Alerts a minute", null, quotas.AlertsPerMinute),
        new("Incidents stored", usage?.Incidents, quotas.StoredIncidents),
        new("Model calls today", usage?.ModelCallsToday, quotas.ModelCallsPerDay),
        new("Channels", usage?.Channels, quotas.Channels),
    ];
}
