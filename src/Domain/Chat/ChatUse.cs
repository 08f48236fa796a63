using System.Collections.Immutable;

namespace AiSre.Domain.Chat;

/// <summary>What a workspace has used of its chat model on one day, and what the model answered lately.</summary>
[GenerateSerializer, Immutable, Alias("aisre.chat.use")]
public sealed record ChatUse
{
    [Id(0)] public int Version { get; init; } = 1;

    /// <summary>By UTC.</summary>
    [Id(1)] public DateOnly Day { get; init; }

    [Id(2)] public int Calls { get; init; }

    /// <summary>Of questions and answers together.</summary>
    [Id(3)] public long Tokens { get; init; }

    /// <summary>Oldest first.</summary>
    [Id(4)] public ImmutableArray<KeptAnswer> Answers { get; init; } = [];
}

/// <param name="Key">Of the question.</param>
/// <param name="Text">As the model gave it: it is read and checked again each time.</param>
[GenerateSerializer, Immutable, Alias("aisre.chat.kept-answer")]
public sealed record KeptAnswer([property: Id(0)] string Key, [property: Id(1)] string Text, [property: Id(2)] DateTimeOffset At);

/// <summary>What a model may cost.</summary>
/// <param name="CallsPerDay">Of a workspace.</param>
/// <param name="TokensPerDay">Of a workspace; the call that passes it is the last.</param>
public sealed record ChatBudget(int CallsPerDay, long TokensPerDay);

public static class ChatUseRules
{
    private const int MostAnswers = 50;

    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>What was answered to the same question in the last 24 hours.</summary>
    public static string? Answered(ChatUse use, string key, DateTimeOffset now) =>
        use.Answers.LastOrDefault(answer => answer.Key == key && now - answer.At < KeptFor)?.Text;

    /// <summary>Calls since midnight, UTC.</summary>
    public static int CallsOn(ChatUse use, DateTimeOffset now) => On(use, now).Calls;

    /// <summary>Counts a call before it is made, so that a crash makes none free; null: the budget is used up.</summary>
    public static ChatUse? Begin(ChatUse use, ChatBudget budget, DateTimeOffset now)
    {
        var today = On(use, now);
        return today.Calls >= budget.CallsPerDay || today.Tokens >= budget.TokensPerDay ? null : today with { Calls = today.Calls + 1 };
    }

    /// <param name="use">As it is.</param>
    /// <param name="further">Calls beside the one that was counted when it began.</param>
    /// <param name="tokens">Of all its calls.</param>
    /// <param name="key">Of the question.</param>
    /// <param name="answer">Null: none that is worth keeping.</param>
    /// <param name="now">When.</param>
    public static ChatUse End(ChatUse use, int further, long tokens, string key, string? answer, DateTimeOffset now)
    {
        var today = On(use, now);
        var kept = today.Answers.RemoveAll(old => old.Key == key || now - old.At >= KeptFor);
        if (answer is not null) kept = kept.Add(new(key, answer, now));
        return today with
        {
            Calls = today.Calls + further, Tokens = today.Tokens + tokens, Answers = kept.Length <= MostAnswers ? kept : kept[^MostAnswers..],
        };
    }

    private static ChatUse On(ChatUse use, DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        return use.Day == day ? use : use with { Day = day, Calls = 0, Tokens = 0 };
    }
}
