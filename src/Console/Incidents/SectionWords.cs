using AiSre.Domain.Incidents;

namespace AiSre.Console.Incidents;

/// <summary>What the list calls its sections, and the places in a group.</summary>
internal static class SectionWords
{
    public static string Name(Standing section) => section switch
    {
        Standing.Nobody => "Nobody has it",
        Standing.WorkedOn => "Being worked on",
        Standing.Quiet => "Kept quiet",
        _ => "Over",
    };

    /// <summary>Why an incident is in its group.</summary>
    public static string Reason(string? reason) => reason switch
    {
        CorrelationReason.SameSourceGroup => "grouped by its source",
        CorrelationReason.SameService => "same service",
        CorrelationReason.SameDeploy => "same deploy",
        CorrelationReason.SameWorkload => "same workload",
        CorrelationReason.Dependency => "depends on it",
        CorrelationReason.SameNode => "same node",
        CorrelationReason.NamespaceBurst => "same namespace",
        _ => "",
    };
}
