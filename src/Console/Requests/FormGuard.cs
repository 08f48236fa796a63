using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Console.Requests;

/// <summary>
/// A form counts only if it was made for this session and sent from a page of ours: a foreign page can make a browser send one, but it has no token.
/// </summary>
internal static class FormGuard
{
    public static async ValueTask<object?> Check(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var http = call.HttpContext;
        var form = await ConsoleForm.Of(http);
        var door = http.RequestServices.GetRequiredService<IConsoleDoor>();
        return IsFromOurselves(http.Request) && door.IsFormToken(http, form.Text(ConsoleForm.TokenField))
            ? await next(call)
            : ConsoleAnswers.Lone(403, "This form is no longer valid",
                "Nothing was done. It was made for another session, or sent from another site. Go back, load the page anew and send it again.");
    }

    /// <summary>Browsers say where a form comes from; whoever says nothing is no browser, and then the token alone decides.</summary>
    internal static bool IsFromOurselves(HttpRequest request) =>
        RequestOrigin.IsOursByFetchSite(request) ?? RequestOrigin.IsOursByOrigin(request);
}
