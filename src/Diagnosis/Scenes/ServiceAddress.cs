using System.Text.RegularExpressions;

namespace AiSre.Diagnosis.Scenes;

/// <summary>An address as it stands in a setting or a line: <c>http://carts.shop:8080/v1</c>, <c>redis:6379</c>,
/// <c>jdbc:mysql://db:3306/x</c>.</summary>
internal sealed partial record ServiceAddress(string Host, int? Port, bool HasScheme)
{
    public bool IsNumeric => Host.All(letter => char.IsAsciiDigit(letter) || letter == '.');
    public bool IsLocal => Host is "localhost" || Host.StartsWith("127.", StringComparison.Ordinal) || Host == "0.0.0.0";

    /// <summary>All of a value that may name several, with commas between.</summary>
    public static IEnumerable<ServiceAddress> AllOf(string value)
    {
        foreach (var part in value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Whole().Match(part) is not { Success: true } found) continue;
            yield return From(found);
        }
    }

    /// <summary>Those that stand somewhere in a line of a log, with a scheme, a port, or after a word that says that a name follows.</summary>
    public static IEnumerable<ServiceAddress> Within(string line) => Inside().Matches(line).Select(From);

    private static ServiceAddress From(Match found) => new(
        found.Groups["host"].Value, int.TryParse(found.Groups["port"].Value, out var port)
            && port < 65536 ? port : null, found.Groups["scheme"].Success);

    [GeneratedRegex(@"^(?<scheme>[a-z][a-z0-9+.:-]*://)?(?:[^@/\s]*@)?(?<host>[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?)(?::(?<port>\d{1,5}))?(?:[/?].*)?$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"(?<scheme>\b[a-z][a-z0-9+]*(?::[a-z]+)?://)(?:[^@/\s""]*@)?(?<host>[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?)(?::(?<port>\d{1,5}))?"
        + @"|(?<![\w./:-])(?<host>[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?)(?:/\d{1,3}(?:\.\d{1,3}){3})?:(?<port>\d{2,5})\b(?!:\d)"
        + @"|(?:\blookup |UnknownHostException: |ENOTFOUND |EAI_AGAIN |resolve host:? '?|could not translate host name ""|upstream )"
        + @"(?<host>[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?)\b")]
    private static partial Regex Inside();
}
