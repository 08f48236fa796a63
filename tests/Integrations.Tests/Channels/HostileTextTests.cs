using System.Text;
using AiSre.Domain.Alerts;
using AiSre.Domain.Notifications;
using AiSre.Integrations.Email;
using AiSre.Integrations.Messages;
using AiSre.Integrations.PagerDuty;
using AiSre.Integrations.Slack;
using AiSre.Integrations.Teams;
using AiSre.Integrations.Webhooks;
using MimeKit;

namespace AiSre.Integrations.Tests.Channels;

/// <summary>Alerts are written by strangers.</summary>
public sealed class HostileTextTests
{
    private const string Rtl = "\u202E";

    public static TheoryData<string> Texts =>
    [
        "<!channel> <!here> <@U0EVIL> <https://evil.example|click>",
        "Subject\r\nBcc: everyone@example.com\r\n\r\nHello",
        "<script>alert(1)</script><img src=x onerror=alert(1)>\"'`",
        "[click](https://evil.example) **bold** # heading\n- list\n1. one <at>all</at>",
        string.Concat(Enumerable.Repeat("&<>", 3_500)),
        string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 1_000)),
        new string('x', 10_240),
        string.Concat(Enumerable.Repeat("🔥", 5_120)) + "\uD83D",
        "\uDC00 a half emoji first \uD83D",
        "\0\u0001\u001b[31mred\u2028line\u2029" + Rtl + "backwards",
        "   ",
        string.Concat(Enumerable.Repeat("\\]*_`~", 2_000)),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Slack_shows_it_as_text_and_calls_nobody(string text)
    {
        var content = Everywhere(text);
        var message = SlackMessage.Of(content, content.At, buttons: true);
        var json = Http.VendorJson.Of(new System.Text.Json.Nodes.JsonObject { ["text"] = message.Text, ["blocks"] = message.Blocks });
        VendorSchema.Slack.MustAccept(json);
        Assert.DoesNotContain("<@U0EVIL>", json, StringComparison.Ordinal);
        Assert.Contains("<@U01DAVE>", json, StringComparison.Ordinal);
        Assert.InRange(Http.VendorJson.Of(message.Blocks!).Length, 1, 13_200);
        MustBeWhole(json);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Teams_shows_it_as_text_within_20_KB(string text)
    {
        var json = Http.VendorJson.Of(TeamsCard.Of(Everywhere(text), Samples.Now));
        VendorSchema.Teams.MustAccept(json);
        Assert.InRange(Encoding.UTF8.GetByteCount(json), 1, 20 << 10);
        MustBeWhole(json);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void PagerDuty_gets_it_within_its_limits(string text)
    {
        var json = PagerDutyEvent.Of(Everywhere(text), new string('k', 32), "trigger", "key", Samples.Now);
        VendorSchema.PagerDuty.MustAccept(Http.VendorJson.Of(json));
        Assert.InRange(Encoding.UTF8.GetByteCount(Http.VendorJson.Of(json["payload"]!["custom_details"]!)), 1, 4 << 10);
        MustBeWhole(Http.VendorJson.Of(json));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_webhook_gets_it_as_JSON(string text)
    {
        var json = Http.VendorJson.Of(WebhookBody.Of(Everywhere(text), Samples.Now));
        VendorSchema.Webhook.MustAccept(json);
        MustBeWhole(json);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Mail_gets_neither_headers_nor_markup_of_it(string text)
    {
        var mail = EmailMessage.Of(
            Everywhere(text), new MailboxAddress(null, "sre@example.com"), [new MailboxAddress(null, "dave@example.com")], text, Samples.Now);
        using var stream = new MemoryStream();
        mail.WriteTo(stream, TestContext.Current.CancellationToken);
        var parsed = MimeMessage.Load(new MemoryStream(stream.ToArray()), TestContext.Current.CancellationToken);
        Assert.Empty(parsed.Bcc);
        Assert.InRange(parsed.Subject!.Length, 1, 150);
        Assert.DoesNotContain('\n', parsed.Subject);
        Assert.Equal("dave@example.com", Assert.Single(parsed.To.Mailboxes).Address);
        Assert.DoesNotContain("<script", parsed.HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", parsed.HtmlBody, StringComparison.OrdinalIgnoreCase);
        MustBeWhole(parsed.Subject + parsed.TextBody + parsed.HtmlBody);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_headline_keeps_severity_and_place_whatever_the_title(string text)
    {
        var headline = Headline.Of(Samples.Of(NotificationKind.Opened) with { Title = text }, 150);
        Assert.StartsWith("CRITICAL: ", headline, StringComparison.Ordinal);
        Assert.EndsWith(" — payments-api in production", headline, StringComparison.Ordinal);
        Assert.InRange(headline.Length, 1, 150);
        Assert.DoesNotContain(headline, char.IsControl);
        Assert.DoesNotContain(Rtl, headline, StringComparison.Ordinal);
        MustBeWhole(headline);
    }

    [Fact]
    public void What_the_alert_says_goes_first_then_links_then_thoughts()
    {
        var text = MessageText.Of(Samples.Of(NotificationKind.Opened) with { Summary = new string('s', 2_000) }, Samples.Since);
        var order = new List<string>();
        for (var shorter = text.Shorter(); shorter is not null; text = shorter, shorter = text.Shorter())
        {
            if (shorter.Summary is null && text.Summary is not null) order.Add("summary");
            if (shorter.Links.IsEmpty && !text.Links.IsEmpty) order.Add("links");
            if (shorter.LikelyCause is null && text.LikelyCause is not null) order.Add("cause");
            if (shorter.Link is null && text.Link is not null) order.Add("link");
        }
        Assert.Equal(["summary", "links", "cause", "link"], order);
    }

    [Fact]
    public void Links_that_are_not_web_addresses_are_left_out()
    {
        var content = Samples.Of(
            NotificationKind.Opened) with { Link = "javascript:alert(1)",
            Links = [new("evil", "javascript:alert(2)"), new("file", "file:///etc/passwd"), new("good", "https://good.example/a|b>c")] };
        var json = string.Concat(
            Http.VendorJson.Of(SlackMessage.Of(content, content.At, true).Blocks), Http.VendorJson.Of(TeamsCard.Of(content, content.At)),
            Http.VendorJson.Of(PagerDutyEvent.Of(content, "k", "trigger", "k", content.At)), Http.VendorJson.Of(WebhookBody.Of(content, content.At)),
            EmailMessage.Of(content, new MailboxAddress(null, "a@b.c"), [], "k", content.At).HtmlBody);
        Assert.DoesNotContain("javascript:", json, StringComparison.Ordinal);
        Assert.DoesNotContain("file:", json, StringComparison.Ordinal);
        Assert.Contains("<https://good.example/a%7Cb%3Ec|good>", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-03-01 02:13", "2026-03-01 02:13")]
    [InlineData("payments_api_v2", "payments_api_v2")]
    [InlineData("_quiet_ *loud*", "\\_quiet\\_ \\*loud\\*")]
    [InlineData("12. one", "12\\. one")]
    [InlineData("- a\n  # b", "\\- a\n\n  \\# b")]
    [InlineData("a - b # c", "a - b # c")]
    [InlineData("[x](http://y) <at>z</at>", "\\[x\\](http://y) \\<at>z\\</at>")]
    public void Teams_text_is_escaped_where_Markdown_would_read_it(string text, string expected) => Assert.Equal(expected, TeamsText.Escape(text));

    [Fact]
    public void Only_ids_of_members_are_mentioned()
    {
        var content = Samples.Of(NotificationKind.Opened) with { Mentions = ["U01DAVE", "!channel", "U1|x>", "everyone", "W0ABC"] };
        var text = SlackMessage.Of(content, content.At, buttons: false).Text;
        Assert.StartsWith("<@U01DAVE> <@W0ABC> 🔴 CRITICAL", text, StringComparison.Ordinal);
    }

    private static NotificationContent Everywhere(string text) => Samples.Of(NotificationKind.Opened) with
    {
        Title = text, Summary = text, LikelyCause = text, NextStep = text, Owner = text, Actor = text, Service = text, Namespace = text,
        Cluster = text, Workload = text, Source = text,
        Step = text, Recipients = [text, text], GroupId = text, At = Samples.Now,
        Links = [new AlertLink(text, "https://example.com/" + new string('p', 1_500)), new(text, "https://example.com/x")],
    };

    /// <summary>No half of a surrogate pair is left.</summary>
    private static void MustBeWhole(string text) => Assert.Equal(text, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
}
