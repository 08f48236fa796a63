using System.Collections.Immutable;

namespace AiSre.Domain.Diagnosis;

/// <summary>One sentence of a diagnosis and the evidence that it rests on.</summary>
/// <param name="Text">A sentence.</param>
/// <param name="EvidenceIds">At least one.</param>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.claim")]
public sealed record Claim([property: Id(0)] string Text, [property: Id(1)] ImmutableArray<string> EvidenceIds);
