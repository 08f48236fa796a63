using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Reports.PostMortems;

/// <summary>A timeline as something to ask: who did what first, how often, and how it reads line by line.</summary>
internal sealed class Story(ImmutableArray<TimelineEvent> timeline)
{
    /// <summary>Lines that a reader still reads; the middle of a longer story is left out.</summary>
    private const int MostLines = 200;

    private const int LongestDetail = 300;

    /// <summary>What is said of an event beside its name, in this order. All else of a payload is for programs.</summary>
    private static readonly string[] Details =
    [
        "action", "pod_name", "deployment_name", "replicas", "namespace", "status", "verified", "service", "version", "image", "to", "from", "level",
        "people", "channels", "parent_id", "reason", "resolution", "note", "text", "detail",
    ];

    /// <summary>Repeats are counted elsewhere.</summary>
    private static readonly string[] Passed = [EventTypes.AlertDeduplicated, EventTypes.StalePostponed];

    public int Count(string type) => timeline.Count(said => said.Type == type);

    public TimelineEvent? First(string type) => timeline.FirstOrDefault(said => said.Type == type);

    /// <summary>Those who looked whether an action had helped and saw that it had, or that it had not.</summary>
    public IEnumerable<TimelineEvent> Verified(bool helped) =>
        timeline.Where(said => said.Type == EventTypes.ActionVerified && Field(said, "verified") == (helped ? "true" : "false"));

    /// <summary>A field of an event's payload as text; null: it has none.</summary>
    public static string? Field(TimelineEvent said, string name)
    {
        using var payload = JsonDocument.Parse(said.Payload);
        return payload.RootElement.TryGetProperty(name, out var value) ? Text(value) : null;
    }

    public ImmutableArray<StoryLine> Lines()
    {
        var lines = timeline.Where(said => !Passed.Contains(said.Type))
            .Select(said => new StoryLine(said.At, said.Actor, said.Type, Sentence(said))).ToImmutableArray();
        if (lines.Length <= MostLines) return lines;
        var (half, left) = (MostLines / 2, lines.Length - MostLines);
        return
        [
            .. lines[..half], new(lines[half].At, "system", "omitted", Words.Count(left, "event is", "events are") + " left out here"),
            .. lines[^half..],
        ];
    }

    private static string Sentence(TimelineEvent said)
    {
        var name = said.Type.Replace('_', ' ');
        using var payload = JsonDocument.Parse(said.Payload);
        var details = Details.Select(key => payload.RootElement.TryGetProperty(key, out var value) ? (key, Text: Text(value)) : default)
            .Where(detail => detail.Text is { Length: > 0 }).Select(detail => $"{detail.key.Replace('_', ' ')} {Short(detail.Text!)}").ToList();
        return details.Count == 0 ? name : $"{name}: {string.Join(", ", details)}";
    }

    private static string Short(string text) => text.Length <= LongestDetail ? text : $"{text[..LongestDetail]}…";

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text)),
        _ => null,
    };
}
