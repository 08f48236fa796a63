using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;

namespace AiSre.Domain.Tests.Alerts.Sources.Shapes;

/// <summary>
/// A body as a tool sends it and what it comes to. The file of a tool holds them by name: <c>body</c>, or <c>like</c> another one <c>with</c> some
/// fields changed (null takes one away), the <c>headers</c> that come with it, and what the one alert of it <c>is</c>.
/// </summary>
public sealed record ToolBody(string Tool, string Name, JsonObject Case)
{
    public static IEnumerable<string> Tools =>
        typeof(ToolBody).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("bodies/", StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name[7..]));

    public static IReadOnlyList<ToolBody> Of(string tool)
    {
        using var stream = typeof(ToolBody).Assembly.GetManifestResourceStream($"bodies/{tool}.json")!;
        var file = JsonNode.Parse(stream, documentOptions: new() { CommentHandling = JsonCommentHandling.Skip })!.AsObject();
        return [.. file.Where(entry => entry.Value is JsonObject).Select(entry => new ToolBody(tool, entry.Key, entry.Value!.AsObject()))];
    }

    /// <summary>Why the tool never says that it is over; null when it does.</summary>
    public static string? WhyNoEnd(string tool) => NoteOf(tool, "no_end");

    public string? Header(string name) =>
        Case["headers"]?.AsObject().FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value?.GetValue<string>();

    public JsonElement Body => JsonElement.Parse(Node().ToJsonString());

    public Delivery Read()
    {
        var source = SourceDetection.Detect(Body, Header);
        Assert.Equal(Tool, source);
        return Normalizer.Parse(source!, Body, Bodies.Now, Header);
    }

    public override string ToString() => $"{Tool}: {Name}";

    private JsonNode Node() => Case["like"]?.GetValue<string>() is { } like
        ? Merged(Of(Tool).Single(other => other.Name == like).Node(), Case["with"])
        : Case["body"]!.DeepClone();

    /// <summary>A merge patch (RFC 7386).</summary>
    private static JsonNode Merged(JsonNode target, JsonNode? patch)
    {
        if (patch is not JsonObject changes) return patch!.DeepClone();
        var merged = target as JsonObject ?? [];
        foreach (var (name, change) in changes)
        {
            if (change is null) merged.Remove(name);
            else merged[name] = merged[name] is JsonObject inner && change is JsonObject ? Merged(inner.DeepClone(), change) : change.DeepClone();
        }
        return merged;
    }

    private static string? NoteOf(string tool, string name)
    {
        using var stream = typeof(ToolBody).Assembly.GetManifestResourceStream($"bodies/{tool}.json")!;
        return JsonNode.Parse(stream, documentOptions: new() { CommentHandling = JsonCommentHandling.Skip })![name]?.GetValue<string>();
    }
}
