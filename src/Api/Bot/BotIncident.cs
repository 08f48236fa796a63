using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.History;
using AiSre.Domain.Reports;

namespace AiSre.Api.Bot;

/// <summary>An incident as the API shows it, in the bot's words.</summary>
internal sealed class BotIncident(JsonElement shown)
{
    /// <summary>From the mildest to the worst.</summary>
    public static readonly string[] Severities = ["info", "warning", "high", "critical"];

    public string Id => Text("id")!;
    public string? Workspace => Text("workspace_id");
    public string Title => Text("title")!;
    public string State => Text("state")!;
    public string? Service => Text("service");
    public string? Namespace => Text("namespace");
    public string? Pod => Text("pod");
    public string? Deployment => Text("deployment");
    public string? Cluster => Text("cluster");
    public bool IsOver => State is "resolved";

    /// <summary>One of <see cref="FailurePatterns.Labels"/>, or unknown.</summary>
    public string Pattern => PatternLabels.Of(Title, Text("description"), Labels).Pattern;

    /// <summary>How it stands, in a sentence or two.</summary>
    public string Standing()
    {
        var since = MarkdownText.Time(shown.GetProperty("created_at").GetDateTimeOffset());
        var held = Text("assigned_to") ?? Text("acknowledged_by");
        var standing = IsOver
            ? $"was resolved{(Text("resolved_by") is { } by ? $" by {by}" : "")}"
            : $"is {State} since {since}; {(held is null ? "nobody has it" : $"{held} has it")}";
        var resolution = IsOver && Text("resolution") is { Length: > 0 } said ? $" What solved it: {said}" : "";
        return $"\"{Title}\" ({Id}) is {Text("severity")} and {standing}.{resolution} {Times()}";
    }

    private string Times() => shown.GetProperty("occurrence_count").GetInt64() is var count && count == 1
        ? "Its alert fired once."
        : $"Its alerts fired {count} times.";

    private ImmutableArray<AlertLabel> Labels => shown.TryGetProperty("labels", out var labels) && labels.ValueKind is JsonValueKind.Object
        ? [.. labels.EnumerateObject().Select(label => new AlertLabel(label.Name, label.Value.GetString() ?? ""))]
        : [];

    private string? Text(string name) =>
        shown.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
