namespace AiSre.Console.Requests;

/// <summary>How the console's own cookies are kept: for its pages only, out of reach of scripts and other sites.</summary>
internal static class ConsoleCookie
{
    public static CookieOptions Options(HttpContext http, TimeSpan kept) => new()
    {
        Path = ConsoleRoutes.Root, HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, MaxAge = kept,
    };
}
