namespace AiSre.Domain.Alerts;

/// <summary>The end of an alert that nobody knew: its delivery has overtaken that of its beginning. Instants are Unix milliseconds.</summary>
/// <param name="Scope">The intake that heard of it.</param>
/// <param name="Identity">The alert's identity key, one or the other.</param>
/// <param name="EndedAt">When it ended, by the sender's clock.</param>
/// <param name="HeardAt">When that was received.</param>
[GenerateSerializer, Immutable, Alias("aisre.early-end")]
public sealed record EarlyEnd(
    [property: Id(0)] string Scope, [property: Id(1)] string Identity, [property: Id(2)] long EndedAt, [property: Id(3)] long HeardAt);
