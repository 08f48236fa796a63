using AiSre.Domain.Alerts;
using static AiSre.Domain.Tests.Alerts.Sources.Bodies;

namespace AiSre.Domain.Tests.Alerts.Sources;

/// <summary>What is read of an alert of Alertmanager's shape besides its labels.</summary>
public class AnnotationTests
{
    [Theory]
    [InlineData("", "\"severity\":\"critical\"", Severity.Critical)]
    [InlineData(",\"priority\":\"P2\"", "\"severity\":\"critical\"", Severity.High)]
    [InlineData(",\"severity\":\"\",\"level\":\"error\"", "", Severity.High)]
    [InlineData(",\"severity\":\"mauve\",\"sev\":\"1\"", "", null)]
    [InlineData(",\"sev\":\"SEV 1\"", "", Severity.Critical)]
    public void Severity_of_labels_and_annotations(string labels, string annotations, Severity? severity) =>
        Assert.Equal(severity, Alert(annotations, labels).Severity);

    [Fact]
    public void Others_stand_below_the_description_and_addresses_are_links()
    {
        var signal = Alert(
            """
            "summary":"Tape is full","description":"Three of three","impact":"no backup","message":"Send somebody","runbook":"https://wiki.test/t",
            "dashboard":"https://graphs.test/t","logs_url":"https://logs.test/q?a b","howto":"Read https://wiki.test/u, then act",
            "runbook_url":"ask Ann"
            """);
        Assert.Equal(
            "Three of three\n\nimpact: no backup\nhowto: Read https://wiki.test/u, then act\nrunbook_url: ask Ann\nmessage: Send somebody",
            signal.Description);
        Assert.Equal(
            [
                ("runbook", "https://wiki.test/t"), ("dashboard", "https://graphs.test/t"), ("logs", "https://logs.test/q?a%20b"),
                ("howto", "https://wiki.test/u"),
            ],
            signal.Links.Select(link => (link.Name, link.Url)));
    }

    [Fact]
    public void Grafanas_own_annotations_are_for_Grafana() =>
        Assert.Equal("d", Alert("""
            "description":"d","__dashboardUid__":"x","__panelId__":"4"
            """).Description);

    [Theory]
    [InlineData("\"summary\":\"Tape <no value> is full\"", "Tape is full")]
    [InlineData("\"summary\":\"<no value>\"", "TapeFull")]
    [InlineData("\"summary\":\"[FIRING:2] Tape is full\"", "Tape is full")]
    [InlineData("\"summary\":\"[tapes] Tape is full\"", "[tapes] Tape is full")]
    public void Gaps_and_prefixes_stand_in_no_title(string annotations, string title) => Assert.Equal(title, Alert(annotations).Title);

    [Theory]
    [InlineData("2026-03-01T11:00:00Z", "2026-03-01T11:00:00Z", 0)]
    [InlineData("2026-03-01T12:02:00Z", "2026-03-01T12:02:00Z", 0)]
    [InlineData("2026-03-01T14:00:00Z", "2026-03-01T12:00:00Z", 1)]
    public void Nothing_begins_after_it_was_received(string said, string begins, int warnings)
    {
        var signal = One(AlertSource.Alertmanager, Envelope($$$"""{"status":"firing","labels":{"alertname":"A"},"startsAt":"{{{said}}}"}"""));
        Assert.Equal((Utc(begins), warnings), (signal.StartsAt, signal.Warnings.Length));
    }

    private static AlertSignal Alert(string annotations, string labels = "") => One(AlertSource.Alertmanager, Envelope(
        $$$"""{"status":"firing","labels":{"alertname":"TapeFull"{{{labels}}}},"annotations":{{{{annotations}}}}}"""));
}
