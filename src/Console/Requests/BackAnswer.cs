using Microsoft.AspNetCore.Http.Features;

namespace AiSre.Console.Requests;

/// <summary>Back to the page that a form stood on, or on to another, after which loading anew sends nothing twice.</summary>
internal sealed class BackAnswer(ConsoleForm form, string? to = null, string otherwise = ConsoleRoutes.Root) : IResult
{
    /// <summary>The page that the form of this request stood on; null where there is none.</summary>
    public static string? Of(HttpContext http) =>
        http.Features.Get<IFormFeature>()?.Form?[ConsoleForm.BackField] is [{ Length: > 0 } back] && IsOurs(back) ? back : null;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var back = form.Text(ConsoleForm.BackField);
        var address = to ?? (back is not null && IsOurs(back) ? back : otherwise);
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = Ascii(address);
        return Task.CompletedTask;
    }

    /// <summary>Headers are ASCII; what a reader searched for need not be.</summary>
    internal static string Ascii(string address) =>
        string.Concat(address.EnumerateRunes().Select(c => c.IsAscii ? c.ToString() : Uri.EscapeDataString(c.ToString())));

    /// <summary>A path below the console: nothing that leads elsewhere.</summary>
    internal static bool IsOurs(string address) =>
        (address == ConsoleRoutes.Root || address.StartsWith(ConsoleRoutes.Root + "/", StringComparison.Ordinal)
            || address.StartsWith(ConsoleRoutes.Root + "?", StringComparison.Ordinal))
        && !address.Contains('\\') && !address.Contains("//", StringComparison.Ordinal) && !address.Any(char.IsControl) && address.Length <= 8_000;
}
