namespace AiSre.Domain.Bot;

/// <summary>A message as the bot has understood it. Nulls were not said.</summary>
/// <param name="Service">The name that it is about, which may be another thing's than a service's.</param>
/// <param name="Target">What is to be restarted or scaled.</param>
public sealed record BotMessage(
    BotIntent Intent, string? IncidentId = null, string? Service = null, string? Target = null, string? Namespace = null, int? Replicas = null);
