using AiSre.Console.Requests;

namespace AiSre.Console.Frame;

/// <summary>Colours and density, which are cookies so that they are right before any script runs.</summary>
internal static class LookForms
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public static void MapLook(this ConsoleRoutes routes) => routes.Own("/look", Change);

    private static BackAnswer Change(ConsoleForm form, HttpContext http)
    {
        Set(http, ReaderLook.ThemeCookie, form.Text("theme"), ["light", "dark"]);
        Set(http, ReaderLook.DensityCookie, form.Text("density"), ["comfortable"]);
        return new BackAnswer(form);
    }

    private static void Set(HttpContext http, string cookie, string? value, string[] kept)
    {
        if (value is null) return;
        var options = ConsoleCookie.Options(http, Kept);
        if (kept.Contains(value)) http.Response.Cookies.Append(cookie, value, options);
        else http.Response.Cookies.Delete(cookie, options);
    }
}
