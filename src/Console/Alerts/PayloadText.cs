using AiSre.Console.Parts;

namespace AiSre.Console.Alerts;

/// <summary>A body as people read it: in lines where it is JSON, and cut where nobody would read on.</summary>
public static class PayloadText
{
    private const int Most = 20_000;

    public static string Of(string payload)
    {
        var text = payload.Length > 4 * Most ? payload : IndentedJson.InLines(payload);
        return text.Length <= Most ? text : $"{text[..Most]}\n… and {text.Length - Most} characters more";
    }
}
