namespace AiSre.Console.Requests;

/// <summary>Answers that are the same for all pages.</summary>
public static class ConsoleAnswers
{
    /// <summary>A page by itself, without navigation: errors and refusals.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="title">What is wrong, in a few words.</param>
    /// <param name="detail">What was not done, what is safe, what to do.</param>
    /// <param name="next">Where to go on; null for the console's first page.</param>
    public static IResult Lone(int status, string title, string detail, string? next = null) =>
        new HtmlAnswer(typeof(LonePage), new()
        {
            [nameof(LonePage.Status)] = status, [nameof(LonePage.Title)] = title, [nameof(LonePage.Detail)] = detail,
            [nameof(LonePage.Next)] = next ?? ConsoleRoutes.Root,
        }, status);

    /// <summary>Asks who is there; afterwards the reader lands where he wanted to go.</summary>
    public static void AskWho(HttpContext http)
    {
        var wanted = http.Request.Path + http.Request.QueryString.ToString();
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = HttpMethods.IsGet(http.Request.Method) && wanted != ConsoleRoutes.Root
            ? $"{ConsoleRoutes.SignIn}?next={Uri.EscapeDataString(wanted)}"
            : ConsoleRoutes.SignIn;
    }
}
