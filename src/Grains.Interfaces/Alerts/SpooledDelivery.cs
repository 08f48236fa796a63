using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Grains.Alerts;

/// <summary>
/// A delivery that was accepted while the ledger was away: it waits in the spool and is taken up, in order, when the ledger is back.
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.spooled-delivery")]
public sealed record SpooledDelivery
{
    /// <summary>Made when it is kept, unique for ever: what was taken up already is known by it.</summary>
    [Id(0)] public string Id { get; init; } = "";

    [Id(1)] public required string Workspace { get; init; }

    /// <summary>Display name of the workspace, if the sender gave one.</summary>
    [Id(2)] public string? WorkspaceName { get; init; }

    /// <summary>The adapter that read it.</summary>
    [Id(3)] public required string Source { get; init; }

    /// <summary>The body as it came.</summary>
    [Id(4)] public required string Payload { get; init; }

    /// <summary>Why it waits, for a person.</summary>
    [Id(5)] public required string Error { get; init; }

    /// <summary>When it was received.</summary>
    [Id(6)] public required DateTimeOffset At { get; init; }

    /// <summary>
    /// Its alerts that are not in the ledger yet, in the body's order. None: it is a dead letter that only waits to be stored as one.
    /// </summary>
    [Id(7)] public ImmutableArray<AlertSignal> Signals { get; init; } = [];

    /// <summary>The sender's id of the delivery, if it gave one.</summary>
    [Id(8)] public string? DeliveryId { get; init; }
}
