using System.Collections.Immutable;

namespace AiSre.Domain.Actions.Cases;

/// <summary>An attempt that belongs to earlier ones: it takes them back, or tries them again.</summary>
/// <param name="Undoes">It takes them back.</param>
/// <param name="Actions">Their ids in the action log.</param>
[GenerateSerializer, Immutable, Alias("aisre.actions.sequel")]
public sealed record ActionSequel([property: Id(0)] bool Undoes, [property: Id(1)] ImmutableArray<string> Actions);
