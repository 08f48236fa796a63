using System.Text.Json.Nodes;

namespace AiSre.Integrations.Slack;

/// <summary>The parts of Block Kit that messages are made of. Text comes in escaped.</summary>
internal static class SlackBlocks
{
    public static JsonObject Header(string text) =>
        new() { ["type"] = "header", ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = text, ["emoji"] = true } };

    public static JsonObject Section(string text) => new() { ["type"] = "section", ["text"] = Markdown(text) };

    public static JsonObject Fields(IEnumerable<string> fields) =>
        new() { ["type"] = "section", ["fields"] = new JsonArray([.. fields.Select(JsonNode (field) => Markdown(field))]) };

    public static JsonObject Context(string text) => new() { ["type"] = "context", ["elements"] = new JsonArray(Markdown(text)) };

    public static JsonObject Actions(IEnumerable<JsonObject> buttons) => new() { ["type"] = "actions", ["elements"] = new JsonArray([.. buttons]) };

    public static JsonObject Button(string action, string label, string value, string? style = null, string? url = null)
    {
        var button = new JsonObject
        {
            ["type"] = "button", ["action_id"] = action, ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = label }, ["value"] = value,
        };
        if (style is not null) button["style"] = style;
        if (url is not null) button["url"] = url;
        return button;
    }

    /// <summary>Verbatim: Slack makes nothing of names and addresses by itself.</summary>
    private static JsonObject Markdown(string text) => new() { ["type"] = "mrkdwn", ["text"] = text, ["verbatim"] = true };
}
