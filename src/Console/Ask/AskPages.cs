using AiSre.Console.Requests;
using AiSre.Grains;

namespace AiSre.Console.Ask;

/// <summary>A box for questions. Asking changes nothing, so that viewers may.</summary>
internal static class AskPages
{
    public static void MapAsking(this ConsoleRoutes routes)
    {
        routes.Page("/ask", Show);
        routes.Own("/ask", Ask);
    }

    private static IResult Show(ConsoleContext context) =>
        context.Show<AskPage, AskView>(new() { IncidentId = IncidentOf(context.Query["incident"]) });

    private static async Task<IResult> Ask(ConsoleContext context, ConsoleForm form, HttpContext http, IConsoleBot bot)
    {
        var view = new AskView { IncidentId = IncidentOf(form.Text("incident")), Question = form.Text("example") ?? form.Text("question") };
        if (view.Question is not { } question || question.Length > bot.Longest)
            return context.Show<AskPage, AskView>(
                view with { Problem = FormattableString.Invariant($"Ask something, in at most {bot.Longest:N0} characters.") }, 422);
        return await bot.AskAsync(http, context.Workspace, question, view.IncidentId) is { } answer
            ? context.Show<AskPage, AskView>(view with { Answer = answer })
            : context.Show<AskPage, AskView>(view with { Problem = "There is no such incident in this workspace." }, 422);
    }

    private static string? IncidentOf(string? id) => id is not null && GrainKeys.IsIncidentId(id) ? id : null;
}

/// <summary>A question, and what was answered.</summary>
public sealed record AskView
{
    /// <summary>What questions are about that name nothing.</summary>
    public string? IncidentId { get; init; }

    public string? Question { get; init; }
    public string? Problem { get; init; }

    /// <summary>Null: nothing was asked yet.</summary>
    public BotAnswer? Answer { get; init; }
}
