namespace AiSre.Domain.Actions;

/// <summary>How much an action can hurt if it goes wrong. The order is that of the harm.</summary>
public enum BlastRadius
{
    /// <summary>Nothing is touched.</summary>
    None = 0,

    /// <summary>One pod of a workload that has others which are ready.</summary>
    SinglePod = 1,

    /// <summary>The only ready pod, or another number of replicas that leaves at least one.</summary>
    SingleWorkload = 2,

    /// <summary>Scaled to nothing.</summary>
    ServiceOutage = 3,

    Namespace = 4,
    Cluster = 5,
}

public static class BlastRadii
{
    public static IReadOnlyList<BlastRadius> All { get; } =
    [
        BlastRadius.None, BlastRadius.SinglePod, BlastRadius.SingleWorkload, BlastRadius.ServiceOutage, BlastRadius.Namespace, BlastRadius.Cluster,
    ];

    /// <summary>As answers and policies write it.</summary>
    public static string Name(this BlastRadius radius) => radius switch
    {
        BlastRadius.None => "none",
        BlastRadius.SinglePod => "single_pod",
        BlastRadius.SingleWorkload => "single_workload",
        BlastRadius.ServiceOutage => "service_outage",
        BlastRadius.Namespace => "namespace",
        _ => "cluster",
    };

    /// <summary>Null: there is none of that name.</summary>
    public static BlastRadius? Of(string? name)
    {
        foreach (var radius in All)
            if (radius.Name() == name) return radius;
        return null;
    }
}
