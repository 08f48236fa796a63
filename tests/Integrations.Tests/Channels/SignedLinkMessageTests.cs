using System.Collections.Immutable;
using AiSre.Domain.Notifications;
using AiSre.Integrations.Email;
using AiSre.Integrations.Messages;
using AiSre.Integrations.Slack;
using AiSre.Integrations.Webhooks;

namespace AiSre.Integrations.Tests.Channels;

/// <summary>A signed link is in the mail or direct message of whom it is for, and nowhere else.</summary>
public sealed class SignedLinkMessageTests
{
    private const string Link = "https://sre.example.com/i/inc-01jx3m9k2q4w7?token=MQpkZWZhdWx0.c2lnbmVk-_A";

    private static readonly NotificationContent Page = Samples.Of(NotificationKind.Opened);

    [Fact]
    public void A_mail_has_it_as_text_and_as_something_to_press_above_the_way_to_the_console()
    {
        var mail = EmailMessage.Of(Page, new("sre", "sre@example.com"), [new("dave", "dave@example.com")], "key", Samples.Now, Link);
        Assert.Contains($"\n\n{MessageText.SignedLinkName}:\n{Link}\n", mail.TextBody, StringComparison.Ordinal);
        var signed = mail.HtmlBody!.IndexOf($"href=\"{Link}\"", StringComparison.Ordinal);
        Assert.True(signed > 0 && signed < mail.HtmlBody!.IndexOf(Page.Link!, StringComparison.Ordinal), mail.HtmlBody);
        var without = EmailMessage.Of(Page, new("sre", "sre@example.com"), [], "key", Samples.Now);
        Assert.DoesNotContain("/i/", without.TextBody + without.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("token", mail.Subject + mail.MessageId + mail.References, StringComparison.Ordinal);
    }

    [Fact]
    public void A_direct_message_has_it_with_buttons_and_without()
    {
        foreach (var buttons in new[] { true, false })
        {
            var message = SlackMessage.Of(Page, Samples.Now, buttons, signedLink: Link);
            var context = $"{message.Blocks[^1]!["elements"]![0]!["text"]}";
            Assert.StartsWith($"<{Link}|{MessageText.SignedLinkName}> · <{Page.Link}|", context, StringComparison.Ordinal);
            // What a telephone shows before it is unlocked.
            Assert.DoesNotContain("token", message.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void When_a_message_is_too_long_it_goes_last()
    {
        var text = MessageText.Of(Page, Samples.Now, Link);
        while (text.Summary is not null || text.Link is not null || text.NextStep is not null) text = text.Shorter()!;
        Assert.Equal(Link, text.SignedLink);
    }

    [Fact]
    public async Task Whoever_sends_it_writes_it_into_no_log()
    {
        await using var vendor = await RecordingVendor.StartAsync(_ => new(500, "no"));
        using var sender = new Sender();
        var slack = new SlackChannel { Name = "slack", Token = "xoxb-1", Channel = "#ops", ApiUrl = vendor.Address, IsTrusted = true };
        await sender.SendAsync(Samples.Delivery(slack, Page, "U024BE7LH") with { SignedLink = Link });
        Assert.Contains("token=", vendor.Last.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("token=", sender.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_that_shows_none_leaves_it_out()
    {
        await using var vendor = await RecordingVendor.StartAsync();
        using var sender = new Sender();
        var urls = ImmutableDictionary<string, string>.Empty.Add("default", vendor.Address);
        var hook = new WebhookChannel { Name = "hook", IsTrusted = true, Urls = urls };
        await sender.SendAsync(Samples.Delivery(hook, Page) with { SignedLink = Link });
        Assert.DoesNotContain("/i/", vendor.Last.Body, StringComparison.Ordinal);
    }
}
