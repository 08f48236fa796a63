using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;

namespace AiSre.Grains.Actions;

/// <summary>Somebody asks for an action. Whoever asks, by whatever way, asks with this.</summary>
[GenerateSerializer, Immutable, Alias("aisre.action-attempt")]
public sealed record ActionAttempt
{
    [Id(0)] public required ActionRequest Request { get; init; }
    [Id(1)] public required Principal Caller { get; init; }
    [Id(2)] public bool IsDryRun { get; init; } = true;

    /// <summary>The yes of a person; null: nobody has given one.</summary>
    [Id(3)] public ApprovalGrant? Grant { get; init; }

    /// <summary>For which incident; null: none.</summary>
    [Id(4)] public string? IncidentId { get; init; }

    /// <summary>The same key within a day is the same attempt: it is done once and answered alike.</summary>
    [Id(5)] public string? IdempotencyKey { get; init; }

    /// <summary>Where the request came from, for the audit.</summary>
    [Id(6)] public string? SourceAddress { get; init; }

    /// <summary>The object that it was planned or approved for; null: whichever has the name now.</summary>
    [Id(7)] public ActionPlan? Plan { get; init; }

    [Id(8)] public AutonomyStanding Autonomy { get; init; } = new();

    /// <summary>There are no API keys.</summary>
    [Id(9)] public bool IsDevMode { get; init; }

    /// <summary>And real actions are wanted all the same.</summary>
    [Id(10)] public bool DevModeActs { get; init; }
}
