using System.Globalization;
using AiSre.Api.Errors;
using AiSre.Api.Json;

namespace AiSre.Api.Silences;

/// <summary>Reads a body field by field, by our name of a field or Alertmanager's, and collects everything that is wrong.</summary>
internal sealed class SilenceFields
{
    private readonly List<FieldError> errors = [];

    public bool AreRight => errors.Count == 0;

    /// <summary>Null when nothing is wrong.</summary>
    public ProblemResult? Problem => AreRight ? null : Problems.Unprocessable(errors);

    public bool IsRefused(string name) => errors.Exists(error => error.Loc[^1] == name);

    public void Refuse(string field, string message) => errors.Add(new(["body", .. field.Split('.')], message));

    public void Refuse(IEnumerable<(string Field, string Message)> problems)
    {
        foreach (var (field, message) in problems) Refuse(field, message);
    }

    public void Refuse(IEnumerable<FieldError> problems) => errors.AddRange(problems);

    public DateTimeOffset? Instant(JsonElement body, string name, string other)
    {
        if (Text(body, name, name, other) is not { } text) return null;
        // Alertmanager's clients send nanoseconds.
        if (InstantText.TryParse(text, out var instant)
            || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant))
            return instant.ToUniversalTime();
        Refuse(name, "Must be a time such as 2025-01-15T10:30:00Z.");
        return null;
    }

    public string? Text(JsonElement body, string field, string name, string other)
    {
        if (Find(body, name, other) is not { } value) return null;
        if (value.ValueKind is JsonValueKind.String) return value.GetString();
        Refuse(field, "Must be text.");
        return null;
    }

    public bool Flag(JsonElement body, string field, string name, string other, bool fallback)
    {
        if (Find(body, name, other) is not { } value) return fallback;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Refuse(field, "Must be true or false.");
        return fallback;
    }

    public int? Whole(JsonElement body, string name, int min, int max)
    {
        if (Find(body, name, name) is not { } value) return null;
        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max) return number;
        Refuse(name, Invariant($"Must be a whole number from {min} to {max}."));
        return null;
    }

    /// <summary>Null where it is absent, or null.</summary>
    public static JsonElement? Find(JsonElement body, string name, string other) =>
        (body.TryGetProperty(name, out var value) || body.TryGetProperty(other, out value)) && value.ValueKind is not JsonValueKind.Null
            ? value
            : null;
}
