using System.Collections.Immutable;

namespace AiSre.Grains.Chat;

/// <summary>Has a chat model say sentences of ours more readably. A stateless worker. Key: 0.</summary>
[Alias("aisre.chat-words")]
public interface IChatWords : IGrainWithIntegerKey
{
    /// <summary>Never fails: without a model, or with one that adds something, the sentences stay as they are.</summary>
    [Alias("reword"), Idempotent, ResponseTimeout("00:00:25")]
    Task<RewordedTexts> RewordAsync(string workspace, ImmutableArray<string> texts);
}

/// <param name="Texts">As many as there were, in their order.</param>
/// <param name="Model">Whose words they are; null: ours.</param>
/// <param name="Reason">Why they are ours.</param>
[GenerateSerializer, Immutable, Alias("aisre.chat.reworded")]
public sealed record RewordedTexts(
    [property: Id(0)] ImmutableArray<string> Texts, [property: Id(1)] string? Model, [property: Id(2)] string? Reason);
