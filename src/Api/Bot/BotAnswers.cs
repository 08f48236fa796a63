using AiSre.Api.Operations;
using AiSre.Api.Security;
using AiSre.Domain.Bot;
using AiSre.Grains.Chat;
using Microsoft.AspNetCore.Http.Features;

namespace AiSre.Api.Bot;

/// <summary>What the bot says to a message, whoever has brought it.</summary>
internal static class BotAnswers
{
    /// <summary>Null: an incident was named that is not there.</summary>
    public static async Task<BotResponse?> OfAsync(HttpContext context, ApiOperations operations, IGrainFactory grains, BotRequest request)
    {
        var talk = new BotTalk(context, operations, BotReader.Read(request.Message), request);
        if (!await talk.FindIncidentAsync()) return null;
        var answer = await AnswerAsync(talk);
        if (!request.Ai || !IsQuestion(talk.Message.Intent)) return answer;
        return await RewordedAsync(answer, talk.Incident?.Workspace ?? context.Features.GetRequiredFeature<Caller>().Workspace, grains);
    }

    /// <summary>What was done, or would be, is said as it is.</summary>
    private static bool IsQuestion(BotIntent intent) =>
        intent is BotIntent.Diagnose or BotIntent.OnCall or BotIntent.Changes or BotIntent.ExplainGrouping or BotIntent.Similar;

    private static async Task<BotResponse> RewordedAsync(BotResponse answer, string workspace, IGrainFactory grains)
    {
        var words = await grains.GetGrain<IChatWords>(0).RewordAsync(workspace, [answer.Reply]);
        return words.Model is null ? answer : answer with { Reply = words.Texts[0], GeneratedBy = "rules+llm" };
    }

    private static Task<BotResponse> AnswerAsync(BotTalk talk) => talk.Message.Intent switch
    {
        BotIntent.Diagnose => BotQuestions.DiagnoseAsync(talk),
        BotIntent.OnCall => BotQuestions.OnCallAsync(talk),
        BotIntent.Changes => BotQuestions.ChangesAsync(talk),
        BotIntent.ExplainGrouping => BotQuestions.GroupingAsync(talk),
        BotIntent.Similar => BotQuestions.SimilarAsync(talk),
        BotIntent.Restart or BotIntent.Scale => BotDeeds.ActAsync(talk),
        BotIntent.Acknowledge => BotDeeds.AcknowledgeAsync(talk),
        _ => Task.FromResult(BotQuestions.Explain(talk)),
    };
}
