using AiSre.Domain.Alerts;

namespace AiSre.Console.Parts;

/// <summary>How each severity looks: a tone, a shape and a word, because colour never stands alone.</summary>
public static class SeverityLook
{
    public static string Tone(Severity severity) => severity switch
    {
        Severity.Critical => "crit",
        Severity.High => "high",
        Severity.Warning => "warn",
        _ => "calm",
    };

    public static string Shape(Severity severity) => severity switch
    {
        Severity.Critical => "octagon-alert",
        Severity.High => "triangle-alert",
        Severity.Warning => "circle-alert",
        _ => "info",
    };

    public static string Word(Severity severity)
    {
        var name = severity.Name();
        return char.ToUpperInvariant(name[0]) + name[1..];
    }
}
