using System.Globalization;
using System.Text.Json.Nodes;
using AiSre.Api.Json;
using Microsoft.Extensions.Primitives;
using Microsoft.OpenApi;

namespace AiSre.Api.Requests;

/// <summary>The kinds of query parameters. What each accepts, and what it says when it does not, is here and nowhere else.</summary>
public static class Query
{
    private const int LongestText = 500;

    /// <summary>A whole number; <paramref name="fallback"/> when absent.</summary>
    public static QueryParameter<int> Whole(string name, string description, int min, int max, int fallback) => new(
        name, description, () => Whole(min, max, fallback), (sent, refuse) => ReadWhole(sent, min, max, refuse) ?? fallback);

    /// <summary>A whole number; null when absent.</summary>
    public static QueryParameter<int?> Whole(string name, string description, int min, int max) => new(
        name, description, () => Whole(min, max, null), (sent, refuse) => ReadWhole(sent, min, max, refuse));

    /// <summary>A number above 0; <paramref name="fallback"/> when absent.</summary>
    public static QueryParameter<double> Positive(string name, string description, double max, double fallback) => new(
        name, description,
        () => new()
        {
            Type = JsonSchemaType.Number, ExclusiveMinimum = "0", Maximum = Invariant($"{max}"), Default = JsonValue.Create(fallback),
        },
        (sent, refuse) =>
        {
            if (ReadText(sent, refuse) is not { } text) return fallback;
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value > 0 && value <= max)
                return value;
            refuse(Invariant($"Must be a number above 0 and at most {max}."));
            return fallback;
        });

    /// <summary>A number above 0 and below 1; null when absent.</summary>
    public static QueryParameter<double?> Share(string name, string description) => new(
        name, description, () => new() { Type = JsonSchemaType.Number, ExclusiveMinimum = "0", ExclusiveMaximum = "1" }, (sent, refuse) =>
        {
            if (ReadText(sent, refuse) is not { } text) return null;
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is > 0 and < 1)
                return value;
            refuse("Must be a number above 0 and below 1.");
            return null;
        });

    /// <summary>Free text; null when absent or empty.</summary>
    public static QueryParameter<string?> Text(string name, string description, int maxLength = LongestText) => new(
        name, description, () => new() { Type = JsonSchemaType.String, MaxLength = maxLength }, (sent, refuse) => ReadText(sent, refuse, maxLength));

    /// <summary>One of a closed set of words, in any case; as it is in the set, and null when absent.</summary>
    public static QueryParameter<string?> Word(string name, string description, params string[] allowed) => new(
        name, description, () => Words(allowed, null), (sent, refuse) => ReadWord(sent, allowed, refuse));

    /// <summary>As <see cref="Word"/>; <paramref name="fallback"/> when absent.</summary>
    public static QueryParameter<string> WordOr(string fallback, string name, string description, params string[] allowed) => new(
        name, description, () => Words(allowed, fallback), (sent, refuse) => ReadWord(sent, allowed, refuse) ?? fallback);

    /// <summary>Words of a closed set, in any case, separated by commas or in parameters of their own; none when absent.</summary>
    public static QueryParameter<IReadOnlyList<string>> WordList(string name, string description, params string[] allowed) => new(
        name, $"{description} Several are separated by commas.",
        () => new() { Type = JsonSchemaType.Array, Items = Words(allowed, null) },
        (sent, refuse) => ReadWords(sent, allowed, refuse));

    /// <summary>An instant in ISO 8601, in UTC where it has no zone, within the years that are given; null when absent.</summary>
    public static QueryParameter<DateTimeOffset?> Instant(string name, string description, int firstYear = 1, int lastYear = 9999) => new(
        name, description, () => new() { Type = JsonSchemaType.String, Format = "date-time" }, (sent, refuse) =>
        {
            if (ReadText(sent, refuse) is not { } text) return null;
            if (!InstantText.TryParse(text, out var instant)) refuse("Must be a time such as 2025-01-15T10:30:00Z.");
            else if (instant.Year < firstYear || instant.Year > lastYear) refuse(Invariant($"Must be from {firstYear} to {lastYear}."));
            else return instant;
            return null;
        });

    /// <summary>Texts that may come several times; none when absent.</summary>
    public static QueryParameter<IReadOnlyList<string>> Texts(string name, string description) => new(
        name, description, () => new() { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
        static (sent, _) => [.. sent.OfType<string>()]);

    private static string? ReadText(StringValues sent, Action<string> refuse, int maxLength = LongestText)
    {
        if (sent.Count > 1) refuse("Send it once.");
        if (sent is not [{ Length: > 0 } text]) return null;
        if (text.Length <= maxLength) return text;
        refuse(Invariant($"Must be at most {maxLength} characters long."));
        return null;
    }

    private static int? ReadWhole(StringValues sent, int min, int max, Action<string> refuse)
    {
        if (ReadText(sent, refuse) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        refuse(Invariant($"Must be a whole number from {min} to {max}."));
        return null;
    }

    private static string? ReadWord(StringValues sent, string[] allowed, Action<string> refuse)
    {
        if (ReadText(sent, refuse) is not { } text) return null;
        if (Array.Find(allowed, word => word.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known) return known;
        refuse($"Must be one of {string.Join(", ", allowed)}.");
        return null;
    }

    private static List<string> ReadWords(StringValues sent, string[] allowed, Action<string> refuse)
    {
        var words = new List<string>();
        foreach (var part in sent.OfType<string>().SelectMany(text => text.Split(',')).Where(part => part.Length > 0))
        {
            var known = Array.Find(allowed, word => word.Equals(part.Trim(), StringComparison.OrdinalIgnoreCase));
            if (known is null)
            {
                refuse($"Must be of {string.Join(", ", allowed)}, separated by commas.");
                return [];
            }
            if (!words.Contains(known)) words.Add(known);
        }
        return words;
    }

    private static OpenApiSchema Whole(int min, int max, int? fallback) => new()
    {
        Type = JsonSchemaType.Integer, Format = "int32", Minimum = Invariant($"{min}"), Maximum = Invariant($"{max}"),
        Default = fallback is { } value ? JsonValue.Create(value) : null,
    };

    private static OpenApiSchema Words(string[] allowed, string? fallback) => new()
    {
        Type = JsonSchemaType.String, Enum = [.. allowed.Select(word => (JsonNode)JsonValue.Create(word))],
        Default = fallback is null ? null : JsonValue.Create(fallback),
    };
}
