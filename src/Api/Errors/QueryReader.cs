using System.Globalization;
using AiSre.Api.Json;

namespace AiSre.Api.Errors;

/// <summary>
/// Reads query parameters and collects what is wrong with them. Take it as a parameter of the delegate, read everything, and
/// <c>if (query.Problem is { } problem) return problem;</c>: the 422 then names all parameters that need fixing, not just the first.
/// </summary>
public sealed class QueryReader(IQueryCollection query)
{
    private List<FieldError>? _errors;

    public ProblemResult? Problem => _errors is null ? null : Problems.Unprocessable(_errors);

    public static ValueTask<QueryReader?> BindAsync(HttpContext context) => new(new QueryReader(context.Request.Query));

    public int Whole(string name, int fallback, int min, int max)
    {
        if (Text(name) is not { } text) return fallback;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        Refuse(name, Invariant($"Must be a whole number from {min} to {max}."));
        return fallback;
    }

    public double Number(string name, double fallback, double min, double max)
    {
        if (Text(name) is not { } text) return fallback;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        Refuse(name, Invariant($"Must be a number from {min} to {max}."));
        return fallback;
    }

    public bool Bool(string name, bool fallback)
    {
        if (Text(name) is not { } text) return fallback;
        if (bool.TryParse(text, out var value)) return value;
        Refuse(name, "Must be true or false.");
        return fallback;
    }

    /// <summary>An instant in ISO 8601; without a zone it is UTC.</summary>
    public DateTimeOffset? Instant(string name)
    {
        if (Text(name) is not { } text) return null;
        if (InstantText.TryParse(text, out var value)) return value;
        Refuse(name, "Must be a time such as 2025-01-15T10:30:00Z.");
        return null;
    }

    /// <summary>One of a closed set of words, in lower case; null when absent.</summary>
    public string? Word(string name, params ReadOnlySpan<string> allowed)
    {
        if (Text(name) is not { } text) return null;
        foreach (var word in allowed)
            if (word.Equals(text, StringComparison.OrdinalIgnoreCase)) return word;
        Refuse(name, $"Must be one of {string.Join(", ", allowed)}.");
        return null;
    }

    /// <summary>Free text; null when absent or empty.</summary>
    public string? Text(string name, int maxLength = 500)
    {
        var values = query[name];
        if (values.Count > 1) Refuse(name, "Send it once.");
        if (values.Count != 1 || values[0] is not { Length: > 0 } text) return null;
        if (text.Length <= maxLength) return text;
        Refuse(name, Invariant($"Must be at most {maxLength} characters long."));
        return null;
    }

    /// <summary>For rules of the endpoint's own, such as "since must be before until".</summary>
    public void Refuse(string name, string message) => (_errors ??= []).Add(new(["query", name], message));
}
