using System.Text;

namespace AiSre.Console.Requests;

/// <summary>
/// What a form did, for the page after it. It travels in a cookie for one request and not in the address, where anybody could write what the platform
/// says.
/// </summary>
/// <param name="Sentence">What to say.</param>
/// <param name="Failed">It was not done.</param>
internal sealed record SaidSentence(string Sentence, bool Failed)
{
    private const string Cookie = "ai_sre_said";
    private const int Longest = 500;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    public void Leave(HttpContext http)
    {
        var text = Sentence.Length > Longest ? string.Concat(Sentence.AsSpan(0, Longest), "…") : Sentence;
        http.Response.Cookies.Append(
            Cookie, (Failed ? "!" : ".") + Convert.ToHexString(Encoding.UTF8.GetBytes(text)), ConsoleCookie.Options(http, Kept));
    }

    /// <summary>Null when nothing was said. Pages that script asks for beside leave it to the one that is shown.</summary>
    public static SaidSentence? Take(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) || http.Request.Headers.ContainsKey(ConsoleContext.LiveHeader)) return null;
        if (http.Request.Cookies[Cookie] is not { Length: > 1 and <= 4 * Longest * 2 } text) return null;
        http.Response.Cookies.Delete(Cookie, ConsoleCookie.Options(http, Kept));
        var bytes = new byte[text.Length / 2];
        return Convert.FromHexString(text.AsSpan(1), bytes, out _, out var length) is System.Buffers.OperationStatus.Done
            ? new(Encoding.UTF8.GetString(bytes, 0, length), text[0] is '!')
            : null;
    }
}
