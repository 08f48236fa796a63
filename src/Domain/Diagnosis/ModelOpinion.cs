using System.Collections.Immutable;
using AiSre.Domain.Actions;

namespace AiSre.Domain.Diagnosis;

/// <summary>What is left of a chat model's answer once all that no evidence carries is taken out. Nothing is done because of it alone.</summary>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.model-opinion")]
public sealed record ModelOpinion
{
    /// <summary>Null: it was used; else why it was not, and then nothing else of it is set.</summary>
    [Id(0)] public string? Reason { get; init; }

    [Id(1)] public string Model { get; init; } = "";
    [Id(2)] public string Summary { get; init; } = "";
    [Id(3)] public string RootCause { get; init; } = "";

    /// <summary>0 to 1, as the model said it.</summary>
    [Id(4)] public double Confidence { get; init; }

    /// <summary>0 to 1: how many of its claims the evidence carried.</summary>
    [Id(5)] public double GroundedShare { get; init; }

    /// <summary>At least one.</summary>
    [Id(6)] public ImmutableArray<QuotedClaim> Claims { get; init; } = [];

    /// <summary>By name alone: what they would be done to, the cluster says.</summary>
    [Id(7)] public ImmutableArray<ActionName> Actions { get; init; } = [];

    public bool IsUsed => Reason is null;

    public static ModelOpinion None(string reason) => new() { Reason = reason };
}

/// <summary>A claim of somebody who does not go by rules, beside the words that it rests on.</summary>
/// <param name="Quote">Stands in one of the items.</param>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.quoted-claim")]
public sealed record QuotedClaim(
    [property: Id(0)] string Text, [property: Id(1)] ImmutableArray<string> EvidenceIds, [property: Id(2)] string Quote);
