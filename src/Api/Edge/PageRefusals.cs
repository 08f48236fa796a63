using AiSre.Api.Errors;
using AiSre.Console.Requests;

namespace AiSre.Api.Edge;

/// <summary>What is refused on a page of the console is said by a page.</summary>
internal static class PageRefusals
{
    public static Task ExecuteAsync(HttpContext context, ProblemResult problem)
    {
        // A stream is no page; its browser tries again, and then the page around it asks who is there.
        if (context.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
            return problem.ExecuteAsync(context);
        if (problem.Status is StatusCodes.Status401Unauthorized)
        {
            ConsoleAnswers.AskWho(context);
            return Task.CompletedTask;
        }
        if (problem.RetryAfter is { } seconds) context.Response.Headers.RetryAfter = Invariant($"{seconds}");
        ProblemResult.CloseAfter(problem.Status, context);
        return ConsoleAnswers.Lone(problem.Status, TitleOf(problem.Status), DetailOf(context, problem)).ExecuteAsync(context);
    }

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status403Forbidden => "Your role does not allow this",
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => "AI-SRE cannot answer at the moment",
        StatusCodes.Status504GatewayTimeout => "It took too long",
        >= 500 => "Something went wrong",
        _ => "This was refused",
    };

    private static string DetailOf(HttpContext context, ProblemResult problem)
    {
        var undone = HttpMethods.IsPost(context.Request.Method)
            ? "What you pressed may not be stored: look before you press it again, which does no harm. "
            : "";
        return $"{undone}{problem.Detail} Request {context.TraceIdentifier}.";
    }
}
