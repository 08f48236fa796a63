namespace AiSre.Console.Requests;

/// <summary>What concerns more than one workspace is for those who belong to none.</summary>
internal static class PlatformGuard
{
    public static async ValueTask<object?> Check(EndpointFilterInvocationContext call, EndpointFilterDelegate next) =>
        ConsoleContext.Of(call.HttpContext).User.IsPlatformAdmin ? await next(call) : Refusal();

    /// <summary>For a page that shows more to them.</summary>
    public static IResult Refusal() => ConsoleAnswers.Lone(403, "This is for the platform's admins",
        "Nothing was done. Your key belongs to one workspace; this takes an admin's key that belongs to none.");
}
