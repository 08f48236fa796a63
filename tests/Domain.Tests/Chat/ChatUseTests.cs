using AiSre.Domain.Chat;

namespace AiSre.Domain.Tests.Chat;

public sealed class ChatUseTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ChatBudget Budget = new(2, 1_000);

    [Fact]
    public void A_call_counts_before_it_is_made_and_the_budget_is_back_the_next_day()
    {
        var use = ChatUseRules.Begin(ChatUseRules.Begin(new(), Budget, Noon)!, Budget, Noon)!;
        Assert.Equal(2, use.Calls);
        Assert.Null(ChatUseRules.Begin(use, Budget, Noon.AddHours(11)));
        Assert.Equal(1, ChatUseRules.Begin(use, Budget, Noon.AddHours(12))!.Calls);
    }

    [Fact]
    public void The_call_that_uses_up_the_tokens_is_the_last()
    {
        var use = ChatUseRules.End(ChatUseRules.Begin(new(), Budget, Noon)!, 0, 999, "a", null, Noon);
        Assert.NotNull(ChatUseRules.Begin(use, Budget, Noon));
        Assert.Null(ChatUseRules.Begin(ChatUseRules.End(use, 0, 1, "b", null, Noon), Budget, Noon));
    }

    [Fact]
    public void A_repair_is_a_call_too() => Assert.Equal(2, ChatUseRules.End(ChatUseRules.Begin(new(), Budget, Noon)!, 1, 0, "a", null, Noon).Calls);

    [Fact]
    public void The_same_question_has_the_same_answer_for_a_day()
    {
        var use = ChatUseRules.End(new(), 0, 0, "a", "because", Noon);
        Assert.Equal("because", ChatUseRules.Answered(use, "a", Noon.AddHours(23.9)));
        Assert.Null(ChatUseRules.Answered(use, "b", Noon));
        Assert.Null(ChatUseRules.Answered(use, "a", Noon.AddHours(24)));
    }

    [Fact]
    public void So_many_answers_are_kept_and_no_more()
    {
        var use = new ChatUse();
        for (var i = 0; i < 60; i++) use = ChatUseRules.End(use, 0, 0, $"q{i}", "because", Noon);
        Assert.Equal(50, use.Answers.Length);
        Assert.Null(ChatUseRules.Answered(use, "q9", Noon));
        Assert.Equal("because", ChatUseRules.Answered(use, "q10", Noon));
    }
}
