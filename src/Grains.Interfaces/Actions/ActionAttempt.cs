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

    /// <summary>Earlier attempts that it takes back or tries again; null: it stands by itself.</summary>
    [Id(20)] public ActionSequel? Sequel { get; init; }

    /// <summary>Nothing is begun from then on, because nobody waits for it any longer; null: there is no such time.</summary>
    [Id(21)] public DateTimeOffset? Deadline { get; init; }

    /// <summary>Whoever asks knew that the incident was over, and wants it all the same.</summary>
    [Id(22)] public bool DespiteEnd { get; init; }

    /// <summary>
    /// Until then whoever asks comes again while the guard cannot see whether it may be, so that is no decision yet and is not written down. Null:
    /// nobody comes again.
    /// </summary>
    [Id(23)] public DateTimeOffset? AskedUntil { get; init; }
}
