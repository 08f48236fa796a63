using System.Globalization;
using AiSre.Domain.Alerts;
using static AiSre.Domain.Tests.Alerts.Sources.Bodies;

namespace AiSre.Domain.Tests.Alerts.Sources;

public class AlertmanagerTests
{
    [Fact]
    public void Each_alert_counts_by_its_own_status_and_never_by_the_envelopes()
    {
        var body = Envelope(
            """{"status":"firing","labels":{"alertname":"A"},"fingerprint":"1"},{"status":"resolved","labels":{"alertname":"B"},"fingerprint":"2","endsAt":"2026-03-01T11:00:00Z"}""",
            ""","status":"resolved","truncatedAlerts":7""");
        var signals = Parse(AlertSource.Alertmanager, body).Signals;
        Assert.Equal([SignalKind.Firing, SignalKind.Resolved], signals.Select(s => s.Kind));
        Assert.All(signals, s => Assert.Contains("7 more alerts", Assert.Single(s.Warnings), StringComparison.Ordinal));
    }

    [Fact]
    public void A_changed_severity_label_is_another_alert()
    {
        var signals = Parse(
            AlertSource.Alertmanager,
            Envelope(Labelled("alertname=A", "severity=warning") + "," + Labelled("alertname=A", "severity=critical"))).Signals;
        Assert.NotEqual(signals[0].Identity, signals[1].Identity);
    }

    [Theory]
    [InlineData("""{"alertname":"A","job":"b"}""", """{"job":"b","alertname":"A"}""")]
    [InlineData("""{"alertname":"A","job":"b"}""", """{"alertname":"old","job":"b","alertname":"A"}""")]
    [InlineData("""{"alertname":"A","job":"b"}""", """{"alertname":"A","empty":"","job":"b","gone":null}""")]
    [InlineData("""{"\uD83D\uDE00":"x","\uFF5E":"y"}""", """{"\uFF5E":"y","😀":"x"}""")]
    public void A_missing_fingerprint_is_made_of_the_sorted_labels(string one, string other)
    {
        var signals = Parse(
            AlertSource.Alertmanager, Envelope($$$"""{"status":"firing","labels":{{{one}}}},{"status":"firing","labels":{{{other}}}}""")).Signals;
        Assert.Equal(signals[0].Identity, signals[1].Identity);
        Assert.Matches("^[0-9a-f]{16}$", signals[0].Identity!);
    }

    [Fact]
    public void A_version_3_body_has_an_integer_group_and_no_fingerprint()
    {
        var signal = One(AlertSource.Alertmanager, OwnSamples.All[1].Json);
        Assert.Equal("17823645", signal.GroupKey);
        Assert.StartsWith("Alert without a name (", signal.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}:{}", null)]
    [InlineData("{}/{team=\"a\"}:{}", null)]
    [InlineData("{}:{alertname=\"A\"}", "{}:{alertname=\"A\"}")]
    public void A_group_key_without_labels_groups_nothing(string key, string? expected)
    {
        var body = $$"""{"groupKey":{{System.Text.Json.JsonSerializer.Serialize(key)}},"alerts":[{{Labelled("alertname=A")}}]}""";
        Assert.Equal(expected, One(AlertSource.Alertmanager, body).GroupKey);
    }

    [Fact]
    public void Bad_alerts_are_rejected_by_place_and_good_ones_kept()
    {
        var delivery = Parse(
            AlertSource.Alertmanager,
            Envelope(
                $$"""7,{{Labelled("alertname=A")}},{"status":"firing","labels":[]},{"status":"firing"},{"status":"odd","labels":{"a":"b"} },{"labels":{"a":{} } }"""));
        Assert.Single(delivery.Signals);
        Assert.Equal(
            ["alerts[0]", "alerts[2].labels", "alerts[3].labels", "alerts[4].status", "alerts[5].labels.a"],
            delivery.Rejected.Select(r => r.Location));
        Assert.Equal([0, 2, 3, 4, 5], delivery.Rejected.Select(r => r.Index));
        Assert.Contains("firing or resolved", delivery.Rejected[3].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "alerts is absent; it must be an array of alerts.")]
    [InlineData("""{"alerts":{}}""", "alerts is an object; it must be an array of alerts.")]
    [InlineData("""{"alerts":null}""", "alerts is null; it must be an array of alerts.")]
    public void A_body_without_alerts_is_refused_in_a_sentence(string json, string message)
    {
        var refused = Refused(AlertSource.Alertmanager, json);
        Assert.Equal(("alerts", message), (refused.Location, refused.Message));
    }

    [Fact]
    public void More_than_a_thousand_alerts_are_refused()
    {
        var alert = Labelled("alertname=A");
        Assert.Equal(1000, Parse(AlertSource.Alertmanager, Envelope(string.Join(',', Enumerable.Repeat(alert, 1000)))).Signals.Length);
        Assert.Contains(
            "1001", Refused(AlertSource.Alertmanager, Envelope(string.Join(',', Enumerable.Repeat(alert, 1001)))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "1001", Refused(AlertSource.Prometheus, "[" + string.Join(',', Enumerable.Repeat(alert, 1001)) + "]").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"summary":"s","title":"t","message":"m"}""", "s", "m\n\ntitle: t")]
    [InlineData("""{"title":"t","message":"m","description":"d"}""", "t", "d\n\nmessage: m")]
    [InlineData("""{"summary":" ","message":"m"}""", "m", "m")]
    [InlineData("null", "Down", "")]
    public void Titles_come_from_the_annotations_before_the_name(string annotations, string title, string description)
    {
        var signal = One(
            AlertSource.Alertmanager, Envelope($$$"""{"status":"firing","labels":{"alertname":"Down"},"annotations":{{{annotations}}}}"""));
        Assert.Equal((title, description), (signal.Title, signal.Description));
    }

    [Fact]
    public void Only_web_addresses_become_links()
    {
        var signal = One(
            AlertSource.Alertmanager,
            Envelope(
                """{"status":"firing","labels":{"a":"b"},"generatorURL":"javascript:alert(1)","annotations":{"runbook_url":"ftp://wiki.test/a","dashboard_url":"http://g.test/d"}}"""));
        Assert.Equal([new AlertLink("dashboard", "http://g.test/d")], signal.Links);
    }

    [Fact]
    public void Texts_over_the_limits_are_cut_and_the_loss_is_told()
    {
        var labels = Enumerable.Range(0, 70).Select(i => "l" + i.ToString("D3", CultureInfo.InvariantCulture) + "=v")
            .Append("a=" + new string('x', 300)).ToArray();
        var json = Labelled(labels).TrimEnd('}') +
            $$"""},"annotations":{"summary":"{{new string('t', 499)}}😀end","description":"{{new string('é', 5000)}}"} }""";
        var signal = One(AlertSource.Alertmanager, Envelope(json));
        Assert.Equal(499, signal.Title.Length);
        Assert.Equal(4096, signal.Description.Length);
        Assert.Equal(64, signal.Labels.Length);
        Assert.Equal(256, signal.Labels.Find("a")!.Length);
        Assert.Equal(
            ["The title had 504 characters and was cut to 500.", "The description was cut to 8 KB.", "Only 64 of 71 labels were kept.",
                "Label a was cut to 256 characters."], signal.Warnings);
    }

    [Fact]
    public void An_alert_of_more_than_a_thousand_labels_is_rejected()
    {
        var labels = Enumerable.Range(0, 1001).Select(i => i.ToString(CultureInfo.InvariantCulture) + "=v").ToArray();
        var delivery = Parse(AlertSource.Alertmanager, Envelope(Labelled(labels) + "," + Labelled(labels[..1000])));
        Assert.Equal("alerts[0].labels", Assert.Single(delivery.Rejected).Location);
        Assert.Single(delivery.Signals);
    }

    [Fact]
    public void Control_characters_and_broken_surrogates_never_reach_a_title()
    {
        var signal = One(
            AlertSource.Alertmanager, Envelope("""{"status":"firing","labels":{"alertname":"a\r\nb\u0000c\u202ed\ud800e\ud83d\ude00"}}"""));
        Assert.Equal("a  b c d\uFFFDe😀", signal.Title);
    }

    [Fact]
    public void Escaped_field_names_are_still_the_same_fields() =>
        Assert.Equal("x", One(AlertSource.Alertmanager, """{"\u0061lerts":[{"\u006cabels":{"alertname":"x"},"statu\u0073":"firing"}]}""").Title);

    [Theory]
    [InlineData("\"2026-03-01T10:00:00+02:00\"", "2026-03-01T08:00:00Z")]
    [InlineData("\"2026-03-01T10:00:00.123456789Z\"", "2026-03-01T10:00:00.1234567Z")]
    [InlineData("\"2026-03-01T10:00:00\"", "2026-03-01T10:00:00Z")]
    [InlineData("\"2026-03-01 10:00:00 +0000\"", "2026-03-01T10:00:00Z")]
    [InlineData("1772366400", "2026-03-01T12:00:00Z")]
    [InlineData("1772366400123", "2026-03-01T12:00:00.123Z")]
    [InlineData("\"1772366400123\"", "2026-03-01T12:00:00.123Z")]
    [InlineData("1772366400000000700", "2026-03-01T12:00:00.0000007Z")]
    [InlineData("1772366400.5", "2026-03-01T12:00:00.5Z")]
    [InlineData("\"0001-01-01T00:00:00Z\"", null)]
    [InlineData("0", null)]
    [InlineData("1e400", null)]
    [InlineData("\"2026-02-30T00:00:00Z\"", null)]
    [InlineData("\"9999-12-31T23:59:59-18:00\"", null)]
    [InlineData("true", null)]
    public void Times_are_read_in_all_their_forms(string json, string? expected)
    {
        var signal = One(AlertSource.Alertmanager, Envelope($$$"""{"status":"firing","labels":{"a":"b"},"startsAt":{{{json}}}}"""));
        Assert.Equal(expected is null ? null : Utc(expected), signal.StartsAt);
    }

    [Fact]
    public void Prometheus_fires_without_an_end_or_before_it_and_needs_labels()
    {
        var delivery = Parse(AlertSource.Prometheus, """
            [{"labels":{"alertname":"A"}},{"labels":{"alertname":"B"},"endsAt":"0001-01-01T00:00:00Z"},{"labels":{"alertname":"C"},"endsAt":"2026-03-01T12:00:01Z"},
             {"labels":{"alertname":"D"},"endsAt":"2026-03-01T12:00:00Z"},{"labels":{}},{"labels":{"x":[]}}]
            """);
        Assert.Equal([SignalKind.Firing, SignalKind.Firing, SignalKind.Firing, SignalKind.Resolved], delivery.Signals.Select(s => s.Kind));
        Assert.Equal(["[4].labels", "[5].labels.x"], delivery.Rejected.Select(r => r.Location));
        Assert.Contains("alertmanager", Refused(AlertSource.Prometheus, """{"alerts":[]}""").Message, StringComparison.Ordinal);
    }

    // The first value is what Alertmanager 0.25 itself wrote for these labels; the second comes from a separate program.
    [Theory]
    [InlineData("448881ef475b9b26", "alertname=Watchdog", "severity=none")]
    [InlineData("523f5a6ef5e6155f", "zone=Zürich", "alertname=QueueFull", "queue=mail", "empty=")]
    public void The_label_hash_is_Prometheus_own(string expected, params string[] labels) =>
        Assert.Equal(expected, One(AlertSource.Prometheus, $"[{Labelled(labels)}]").Identity);
}
