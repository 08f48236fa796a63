using System.Collections.Immutable;
using AiSre.Domain;
using AiSre.Domain.Chat;

namespace AiSre.Integrations.Diagnosis;

/// <summary>A log's text as lines, without secrets and without what only a terminal understands.</summary>
internal static class SafeLines
{
    private const int Longest = 1_000;

    public static ImmutableArray<string> Of(string text)
    {
        try
        {
            // A key stands on several lines, so the text is looked at as a whole.
            var safe = SecretText.Redact(text) ?? "";
            return [.. safe.Split('\n').Select(line => VisibleText.Of(line, Longest).TrimEnd()).Where(line => line.Length > 0)];
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return [];
        }
    }
}
