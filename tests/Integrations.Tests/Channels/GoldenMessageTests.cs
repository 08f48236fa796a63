using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Domain.Notifications;
using AiSre.Integrations.Email;
using AiSre.Integrations.PagerDuty;
using AiSre.Integrations.Slack;
using AiSre.Integrations.Teams;
using AiSre.Integrations.Webhooks;
using MimeKit;

namespace AiSre.Integrations.Tests.Channels;

/// <summary>Every channel's message for what happens most, as somebody has looked at it, and within what the vendor accepts.</summary>
public sealed class GoldenMessageTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<NotificationKind> Golden => [.. Samples.Golden];

    public static TheoryData<NotificationKind> All => [.. Enum.GetValues<NotificationKind>()];

    [Theory]
    [MemberData(nameof(Golden))]
    public void Slack_messages_are_as_they_were(NotificationKind kind) =>
        GoldenFile.Compare($"slack-{Name(kind)}.json", Slack(kind).ToJsonString(Readable));

    [Theory]
    [MemberData(nameof(Golden))]
    public void Teams_cards_are_as_they_were(NotificationKind kind) =>
        GoldenFile.Compare($"teams-{Name(kind)}.json", Teams(kind).ToJsonString(Readable));

    [Theory]
    [MemberData(nameof(Golden))]
    public void PagerDuty_events_are_as_they_were(NotificationKind kind) =>
        GoldenFile.Compare($"pagerduty-{Name(kind)}.json", PagerDuty(kind)!.ToJsonString(Readable));

    [Theory]
    [MemberData(nameof(Golden))]
    public void Webhook_bodies_are_as_they_were(NotificationKind kind) =>
        GoldenFile.Compare($"webhook-{Name(kind)}.json", Webhook(kind).ToJsonString(Readable));

    [Theory]
    [MemberData(nameof(Golden))]
    public void Mails_are_as_they_were(NotificationKind kind)
    {
        var content = Samples.Of(kind);
        var mail = EmailMessage.Of(
            content, new MailboxAddress("AI-SRE", "sre@example.com"), [new MailboxAddress(null, "dave@example.com")], $"key-{Name(kind)}",
            content.At);
        // The boundary between the parts is random.
        var headers = mail.Headers.Where(header => header.Id is not HeaderId.ContentType).Select(header => $"{header.Field}: {header.Value}");
        GoldenFile.Compare($"email-{Name(kind)}.txt", $"{string.Join('\n', headers)}\n\n{mail.TextBody}\n\n{mail.HtmlBody}");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_kind_is_accepted_by_every_vendor(NotificationKind kind)
    {
        VendorSchema.Slack.MustAccept(Slack(kind).ToJsonString());
        VendorSchema.Teams.MustAccept(Teams(kind).ToJsonString());
        VendorSchema.Webhook.MustAccept(Webhook(kind).ToJsonString());
        if (PagerDuty(kind) is { } json) VendorSchema.PagerDuty.MustAccept(json.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_first_line_says_how_bad_it_is_what_and_where(NotificationKind kind)
    {
        var content = Samples.Of(kind);
        var headline = Messages.Headline.Of(content, 150);
        Assert.Contains("critical", headline, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("payments-api", headline, StringComparison.Ordinal);
        if (kind is not NotificationKind.Digest) Assert.Contains(content.Title, headline, StringComparison.Ordinal);
        Assert.Equal(
            Enum.GetValues<NotificationKind>().Length,
            Enum.GetValues<NotificationKind>().Select(other => Messages.Headline.Of(Samples.Of(other), 150)).Distinct().Count());
    }

    [Fact]
    public void A_message_says_how_late_it_is()
    {
        var content = Samples.Of(NotificationKind.Escalated) with { LateBySeconds = 1_500 };
        Assert.Equal("Late: this should have reached you 30 min earlier.", Messages.MessageText.Of(content, content.At.AddMinutes(5)).Late);
        Assert.Null(Messages.MessageText.Of(content with { LateBySeconds = null }, content.At.AddSeconds(59)).Late);
    }

    private static JsonObject Slack(NotificationKind kind)
    {
        var content = Samples.Of(kind);
        var message = SlackMessage.Of(content, content.At, buttons: true);
        return new() { ["text"] = message.Text, ["blocks"] = message.Blocks };
    }

    private static JsonObject Teams(NotificationKind kind)
    {
        var message = TeamsCard.Of(Samples.Of(kind), Samples.Of(kind).At);
        Assert.InRange(Encoding.UTF8.GetByteCount(message.ToJsonString()), 1, TeamsCard.Bytes);
        return message;
    }

    private static JsonObject? PagerDuty(NotificationKind kind)
    {
        var content = Samples.Of(kind);
        return PagerDutyEvent.ActionOf(content) is { } action ? PagerDutyEvent.Of(content, new string('k', 32), action, "key", content.At) : null;
    }

    private static JsonObject Webhook(NotificationKind kind) => WebhookBody.Of(Samples.Of(kind), Samples.Of(kind).At);

    private static string Name(NotificationKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
