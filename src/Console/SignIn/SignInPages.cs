using AiSre.Console.Requests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Console.SignIn;

/// <summary>Coming in and going out.</summary>
internal static class SignInPages
{
    /// <summary>Leads to where one signs in elsewhere.</summary>
    public const string AtIssuer = ConsoleRoutes.SignIn + "/issuer";

    public static void MapSignIn(this IEndpointRouteBuilder endpoints, ConsoleConventions conventions)
    {
        conventions.Open(endpoints.MapGet(ConsoleRoutes.SignIn, Ask).ExcludeFromDescription());
        conventions.Open(endpoints.MapPost(ConsoleRoutes.SignIn, Enter).ExcludeFromDescription());
        conventions.Open(endpoints.MapGet(AtIssuer, SetOut).ExcludeFromDescription());
        conventions.Open(endpoints.MapGet(ConsoleRoutes.SignIn + "/callback", ComeBack).ExcludeFromDescription());
        conventions.Page(endpoints.MapGet(ConsoleRoutes.Root, First).ExcludeFromDescription());
    }

    public static void MapSignOut(this ConsoleRoutes routes)
    {
        routes.Page("", static (ConsoleContext context) => TypedResults.LocalRedirect(context.Link("/incidents")));
        routes.Own("/sign-out", Leave);
    }

    private static IResult Ask(HttpContext http, IConsoleDoor door) => door.IsSignedIn(http)
        ? TypedResults.LocalRedirect(NextOf(http.Request.Query["next"]))
        : Page(http, http.Request.Query["next"], null);

    private static async Task<IResult> SetOut(HttpContext http, IIssuerSignIn issuer) =>
        await issuer.BeginAsync(http, NextOf(http.Request.Query["next"])) is { } address
            ? TypedResults.Redirect(address)
            : Page(http, http.Request.Query["next"], "Nobody can sign in elsewhere at the moment. Use a key.");

    /// <summary>A page and no redirect: the session's cookie goes with what our own pages lead to, and not with what began at another site.</summary>
    private static async Task<IResult> ComeBack(HttpContext http, IIssuerSignIn issuer)
    {
        var (next, problem) = await issuer.FinishAsync(http);
        return problem is null
            ? new HtmlAnswer(typeof(SignedInPage), new() { [nameof(SignedInPage.Next)] = NextOf(next) }, StatusCodes.Status200OK)
            : Page(http, null, problem);
    }

    private static async Task<IResult> Enter(HttpContext http, IConsoleDoor door)
    {
        var form = await ConsoleForm.Of(http);
        if (!FormGuard.IsFromOurselves(http.Request))
            return ConsoleAnswers.Lone(403, "This form came from another site", "Nobody was signed in. Open the console by its own address.");
        var problem = form.Text("key") is { } key ? door.SignIn(http, key) : "Enter an API key.";
        return problem is null
            ? new BackAnswer(form, NextOf(form.Text("next")))
            : Page(http, form.Text("next"), problem);
    }

    private static RedirectHttpResult First(ConsoleContext context) => TypedResults.LocalRedirect(context.Link("/incidents"));

    private static BackAnswer Leave(HttpContext http, ConsoleForm form, IConsoleDoor door)
    {
        door.SignOut(http);
        return new BackAnswer(form, ConsoleRoutes.SignIn);
    }

    private static HtmlAnswer Page(HttpContext http, string? next, string? problem) => new(
        typeof(SignInPage), new() { [nameof(SignInPage.View)] = new SignInView(
                http.Request.Host.Value ?? "", NextOf(next), problem, http.RequestServices.GetRequiredService<IIssuerSignIn>().Name) },
        problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);

    private static string NextOf(string? next) => next is not null && BackAnswer.IsOurs(next) ? BackAnswer.Ascii(next) : ConsoleRoutes.Root;
}
