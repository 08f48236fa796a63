using System.Text.Json;
using AiSre.Domain.Alerts.Vocabulary;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>What a body that may be anybody's says of the state, and with which word.</summary>
/// <param name="Kind">Null when it says nothing.</param>
/// <param name="Word">The word that said it, or the one that nobody knows.</param>
/// <param name="IsUnknown">Nobody knows the word; it ends nothing.</param>
internal readonly record struct GenericState(SignalKind? Kind, string? Word, bool IsUnknown)
{
    private static readonly string[] Ends = ["resolved_at", "ended_at", "ends_at", "end_time", "closed_at", "recovered_at", "cleared_at"];

    public static GenericState Read(GenericBody body, DateTimeOffset now)
    {
        string? unknown = null;
        foreach (var name in StateFields.Certain)
        {
            if (body.Scalar(name) is not { } word) continue;
            if (StateWords.Parse(word) is { } kind) return new(kind, word, false);
            if (!Placeholder.Is(word)) unknown ??= word;
        }
        foreach (var name in StateFields.Possible)
        {
            // "deploy" and "comment" may stand here for what an alert is about.
            if (body.Scalar(name) is { } word && StateWords.Parse(word) is { } kind and not SignalKind.Note) return new(kind, word, false);
        }
        if (Flag(body, now) is { } said) return new(said, unknown, false);
        return new(null, unknown, unknown is not null);
    }

    private static SignalKind? Flag(GenericBody body, DateTimeOffset now)
    {
        foreach (var name in StateFields.OverFlags)
        {
            if (IsTrue(body[name])) return SignalKind.Resolved;
        }
        foreach (var name in StateFields.FiringFlags)
        {
            if (body[name].ValueKind is JsonValueKind.False || Is(body[name], "false")) return SignalKind.Resolved;
        }
        foreach (var name in Ends)
        {
            if (body.Time(name) is { } end && end <= now) return SignalKind.Resolved;
        }
        return IsTrue(body["acknowledged"]) || IsTrue(body["is_acknowledged"]) || body.Time("acknowledged_at") is not null
            ? SignalKind.Acknowledged
            : null;
    }

    private static bool IsTrue(JsonElement flag) => flag.ValueKind is JsonValueKind.True || Is(flag, "true");

    private static bool Is(JsonElement flag, string word) => string.Equals(JsonText.Text(flag)?.Trim(), word, StringComparison.OrdinalIgnoreCase);
}
