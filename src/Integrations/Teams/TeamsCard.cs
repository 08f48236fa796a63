using System.Text;
using System.Text.Json.Nodes;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Integrations.Http;
using AiSre.Integrations.Messages;

namespace AiSre.Integrations.Teams;

/// <summary>A message as an Adaptive Card, in the envelope that a workflow's webhook expects.</summary>
public static class TeamsCard
{
    /// <summary>Bytes of the envelope. Teams takes about 28 KB, and workflows less.</summary>
    public const int Bytes = 20 << 10;

    public static JsonObject Of(NotificationContent content, DateTimeOffset now) =>
        MessageText.Fit(
            MessageText.Of(content, now), text => Envelope(Card(content, text)),
            message => Encoding.UTF8.GetByteCount(VendorJson.Of(message)) <= Bytes);

    private static JsonObject Envelope(JsonObject card) => new()
    {
        ["type"] = "message",
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.card.adaptive", ["contentUrl"] = null, ["content"] = card,
        }),
    };

    private static JsonObject Card(NotificationContent content, MessageText text)
    {
        var body = new JsonArray(Title($"{Spoken.Mark(content)} {text.Headline}", ColorOf(content)));
        Add(body, null, text.Late is null ? text.Lead : $"{text.Lead} {text.Late}");
        if (!text.Facts.IsEmpty)
            body.Add(new JsonObject { ["type"] = "FactSet", ["facts"] = new JsonArray([.. text.Facts.Select(JsonNode (fact) => Fact(fact))]) });
        Add(body, "Most urgent", text.Titles.IsEmpty ? null : string.Join('\n', text.Titles));
        Add(body, "Details", text.Summary);
        Add(body, "Likely cause", text.LikelyCause);
        Add(body, "Next step", text.NextStep);
        body.Add(
            new JsonObject { ["type"] = "TextBlock", ["text"] = TeamsText.Escape(text.Reference), ["isSubtle"] = true, ["size"] = "Small",
                ["wrap"] = true });
        var card = new JsonObject
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json", ["type"] = "AdaptiveCard", ["version"] = "1.4",
            ["fallbackText"] = $"{text.Headline}. {text.Lead}", ["body"] = body, ["msteams"] = new JsonObject { ["width"] = "Full" },
        };
        var links = text.Links.Select(link => OpenUrl(link.Name, link.Url));
        if (text.Link is { } own) links = links.Prepend(OpenUrl(text.LinkName, own));
        // Teams shows six.
        JsonArray actions = [.. links.Take(6)];
        if (actions.Count > 0) card["actions"] = actions;
        return card;
    }

    private static JsonObject Title(string headline, string color) => new()
    {
        ["type"] = "TextBlock", ["text"] = TeamsText.Escape(headline), ["weight"] = "Bolder", ["size"] = "Medium", ["color"] = color,
            ["style"] = "heading", ["wrap"] = true,
    };

    private static void Add(JsonArray body, string? name, string? text)
    {
        if (string.IsNullOrEmpty(text)) return;
        if (name is not null) body.Add(new JsonObject { ["type"] = "TextBlock", ["text"] = name, ["weight"] = "Bolder", ["wrap"] = true });
        body.Add(
            new JsonObject { ["type"] = "TextBlock", ["text"] = TeamsText.Escape(text), ["wrap"] = true,
                ["spacing"] = name is null ? "Default" : "Small" });
    }

    private static JsonObject Fact(MessageFact fact) => new() { ["title"] = TeamsText.Escape(fact.Name), ["value"] = TeamsText.Escape(fact.Value) };

    private static JsonObject OpenUrl(string title, string url) => new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = title, ["url"] = url };

    private static string ColorOf(NotificationContent content) => content switch
    {
        { Phase: IncidentPhase.Resolved } => "Good",
        { Kind: NotificationKind.Test } or { Phase: IncidentPhase.Acknowledged } => "Accent",
        { Severity: Severity.Critical or Severity.High } => "Attention",
        { Severity: Severity.Warning } => "Warning",
        _ => "Accent",
    };
}
