using System.Text;
using AiSre.Domain.Alerts;
using AiSre.Domain.Notifications;

namespace AiSre.Storage.Tests;

/// <summary>What a message shows outlives the version that stored it.</summary>
public sealed class NotificationDocumentTests
{
    [Fact]
    public void Everything_that_a_message_shows_is_read_as_it_was_written()
    {
        var content = Messages.Of("a").Content with
        {
            LikelyCause = "A deploy \u2013 <b>42</b>", Confidence = 0.8, LateBySeconds = 90, Others = 3,
            Digest = new DigestContent
            {
                Count = 12, BySeverity = [new("critical", 2), new("info", 10)], ByService = [new("payments", 12)], Titles = ["High CPU"],
                    From = Samples.Noon, To = Samples.Noon.AddMinutes(1),
            },
        };
        var document = Encoding.UTF8.GetString(NotificationDocument.Write(content));
        Assert.Equivalent(content, NotificationDocument.Read(document), strict: true);
        Assert.StartsWith(@"{""kind"":""Escalated"",""severity"":""Critical""", document, StringComparison.Ordinal);
        Assert.DoesNotContain("null", document, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_of_another_version_has_defaults_for_what_it_lacks_and_keeps_what_is_known()
    {
        var content = NotificationDocument.Read("""
            {"kind":"Opened","severity":"High","workspace":"ws","title":"t","since":"2026-03-01T12:00:00+00:00","at":"2026-03-01T12:00:00+00:00","mood":"grim"}
            """);
        Assert.Equal((NotificationKind.Opened, Severity.High), (content.Kind, content.Severity));
        Assert.Equal((0, 0, 0), (content.Recipients.Length, content.Mentions.Length, content.Links.Length));
    }
}
