namespace AiSre.Console.Requests;

/// <summary>Sends the browser to the next page after a form, which then says what was done.</summary>
internal sealed class SaidAnswer(SaidSentence said, string otherwise, string? to) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        said.Leave(httpContext);
        // A form that script has sent is morphed into its page; another page must be opened as one.
        if (to is not null && httpContext.Request.Headers.ContainsKey("HX-Request")) httpContext.Response.Headers["HX-Redirect"] = to;
        else await new BackAnswer(await ConsoleForm.Of(httpContext), to, otherwise).ExecuteAsync(httpContext);
    }
}
