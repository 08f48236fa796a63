namespace AiSre.Domain.Workspaces;

/// <summary>For how many days things are kept once they are over. Null: for ever, or as long as the platform keeps them by itself.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workspace-retention")]
public sealed record WorkspaceRetention
{
    /// <summary>Incidents since they were resolved, with their alerts, timelines and bodies. Those that are not resolved stay.</summary>
    [Id(0)] public int? IncidentDays { get; init; }

    /// <summary>Messages since they were sent.</summary>
    [Id(1)] public int? MessageDays { get; init; }

    /// <summary>Rows of the audit and of the action log, at least 400; the chain of seals says where it begins.</summary>
    [Id(2)] public int? AuditDays { get; init; }
}
