using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Integrations.Http;
using AiSre.Integrations.Messages;

namespace AiSre.Integrations.Slack;

/// <summary>A message in Block Kit, with a text for notifications and screen readers.</summary>
/// <param name="Text">Headline and lead.</param>
/// <param name="Blocks">At most 50, and 13,000 characters of JSON: beyond about 13,200 Slack refuses, though it documents no such limit.</param>
public sealed record SlackMessage(string Text, JsonArray Blocks)
{
    private const int HeaderLength = 150;
    private const int SectionLength = 3_000;
    private const int FieldLength = 2_000;
    private const int BlocksLength = 13_000;

    /// <param name="content">What is told.</param>
    /// <param name="now">When it is sent.</param>
    /// <param name="buttons">Whether what they send could be verified.</param>
    /// <param name="mentions">False for the thread's first message, which is rewritten and calls nobody.</param>
    /// <param name="signedLink">Only for a direct message.</param>
    public static SlackMessage Of(NotificationContent content, DateTimeOffset now, bool buttons, bool mentions = true, string? signedLink = null)
    {
        ImmutableArray<string> called = mentions && !content.Mentions.IsDefaultOrEmpty ? [.. content.Mentions.Where(IsMember).Take(20)] : [];
        return MessageText.Fit(
            MessageText.Of(content, now, signedLink), text => Render(content, text, called, buttons),
            message => VendorJson.Of(message.Blocks).Length <= BlocksLength);
    }

    private static SlackMessage Render(NotificationContent content, MessageText text, ImmutableArray<string> mentions, bool buttons)
    {
        var headline = $"{Spoken.Mark(content)} {text.Headline}";
        var calls = string.Concat(mentions.Select(member => $"<@{member}> "));
        var lead = calls + SlackText.Escape(text.Late is null ? text.Lead : $"{text.Lead} {text.Late}", 1_000);
        var blocks = new JsonArray(SlackBlocks.Header(SlackText.Escape(headline, HeaderLength)));
        if (lead.Length > 0) blocks.Add(SlackBlocks.Section(lead));
        if (!text.Facts.IsEmpty)
            blocks.Add(
                SlackBlocks.Fields(
                    text.Facts.Select(fact => $"*{SlackText.Escape(fact.Name, 50)}*\n{SlackText.Escape(fact.Value, FieldLength - 60)}")));
        Add(blocks, "Most urgent", text.Titles.IsEmpty ? null : string.Join('\n', text.Titles.Select(title => $"• {title}")));
        Add(blocks, "Details", text.Summary);
        Add(blocks, "Likely cause", text.LikelyCause);
        Add(blocks, "Next step", text.NextStep);
        var actions = buttons ? Buttons(content, text) : [];
        if (actions.Count > 0) blocks.Add(SlackBlocks.Actions(actions));
        blocks.Add(SlackBlocks.Context(Context(text)));
        return new($"{calls}{SlackText.Escape($"{headline}\n{text.Lead}", 1_500)}", blocks);
    }

    private static void Add(JsonArray blocks, string name, string? text)
    {
        if (text is not null) blocks.Add(SlackBlocks.Section($"*{name}*\n{SlackText.Escape(text, SectionLength - name.Length - 3)}"));
    }

    private static List<JsonObject> Buttons(NotificationContent content, MessageText text)
    {
        var buttons = new List<JsonObject>();
        // Slack reports links too, and whatever it reports must name a workspace.
        if (content.IncidentId is not { } incident) return buttons;
        var value = new SlackButtonValue(content.Workspace, incident).ToString();
        if (content.Phase is IncidentPhase.Open) buttons.Add(SlackBlocks.Button(SlackButtons.Acknowledge, "Acknowledge", value, style: "primary"));
        if (content.Phase is not IncidentPhase.Resolved) buttons.Add(SlackBlocks.Button(SlackButtons.Resolve, "Resolve", value));
        if (text.Link is { } link) buttons.Add(SlackBlocks.Button(SlackButtons.Open, "Open", value, url: link));
        return buttons;
    }

    /// <summary>Links are here too: without buttons there is no other way to the incident.</summary>
    private static string Context(MessageText text)
    {
        var links = text.Links.Select(link => SlackText.Link(link.Url, link.Name));
        if (text.Link is { } own) links = links.Prepend(SlackText.Link(own, text.LinkName));
        if (text.SignedLink is { } signed) links = links.Prepend(SlackText.Link(signed, MessageText.SignedLinkName));
        var whole = string.Join(" · ", links.Append(SlackText.Escape(text.Reference, 300)));
        // A link that is cut is no link any more.
        return whole.Length <= SectionLength ? whole : SlackText.Escape(text.Reference, 300);
    }

    private static bool IsMember(string id) => id.Length is > 1 and <= 20 && id[0] is 'U' or 'W' && id.All(char.IsAsciiLetterOrDigit);
}
