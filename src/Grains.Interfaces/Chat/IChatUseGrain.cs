namespace AiSre.Grains.Chat;

/// <summary>
/// What a workspace uses of its chat model: who asks at once, what a day may cost, and what was answered in the last 24 hours. Key: the workspace.
/// </summary>
[Alias("aisre.chat-use-grain")]
public interface IChatUseGrain : IGrainWithStringKey
{
    /// <summary>A question wants to be asked. Where a turn is given, it is on disk that it was.</summary>
    /// <param name="key">Equal for equal questions.</param>
    [Alias("begin")]
    Task<ChatTurn> BeginAsync(string key);

    /// <summary>It was asked. A turn of which nothing is heard ends by itself.</summary>
    [Alias("end")]
    Task EndAsync(string turn, ChatSpent spent);

    /// <summary>Calls of the model since midnight, UTC.</summary>
    [Alias("calls-today"), Idempotent]
    Task<int> CallsTodayAsync();
}

/// <summary>One of the three is set.</summary>
/// <param name="Id">The turn: it may be asked.</param>
/// <param name="Answer">It was answered already.</param>
/// <param name="Refusal">Why it may not be asked.</param>
[GenerateSerializer, Immutable, Alias("aisre.chat.turn")]
public sealed record ChatTurn([property: Id(0)] string? Id, [property: Id(1)] string? Answer, [property: Id(2)] string? Refusal);

/// <param name="Key">Of the question.</param>
/// <param name="Calls">Of the model; 0: it was left alone.</param>
/// <param name="Tokens">Of all of them, as the provider counts.</param>
/// <param name="Answer">Null: none that is worth keeping.</param>
[GenerateSerializer, Immutable, Alias("aisre.chat.spent")]
public sealed record ChatSpent(
    [property: Id(0)] string Key, [property: Id(1)] int Calls, [property: Id(2)] long Tokens, [property: Id(3)] string? Answer);
