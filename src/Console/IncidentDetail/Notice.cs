using AiSre.Console.IncidentDetail.Words;

namespace AiSre.Console.IncidentDetail;

/// <summary>Something about the incident that must be read before it is worked on.</summary>
/// <param name="Tone">Of the callout.</param>
/// <param name="Icon">Of the sprite.</param>
/// <param name="Says">What it is.</param>
/// <param name="Quote">Somebody's own words.</param>
public sealed record Notice(string Tone, string Icon, Sentence Says, string? Quote = null);
