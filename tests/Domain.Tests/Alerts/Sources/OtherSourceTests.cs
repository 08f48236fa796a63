using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;
using static AiSre.Domain.Tests.Alerts.Sources.Bodies;

namespace AiSre.Domain.Tests.Alerts.Sources;

public class OtherSourceTests
{
    [Fact]
    public void Grafana_no_data_names_its_rule_and_values_may_be_null()
    {
        var signals = Parse(AlertSource.Grafana, OwnSamples.All[3].Json).Signals;
        Assert.Equal(
            ("DatasourceNoData: Checkout latency", SignalKind.Firing, Utc("2026-03-01T11:00:00Z")),
            (signals[0].Title, signals[0].Kind, signals[0].StartsAt));
        Assert.Equal((SignalKind.Resolved, Utc("2026-03-01T11:00:00Z")), (signals[1].Kind, signals[1].OccurredAt));
        Assert.All(signals, s => Assert.Equal((null, "https://g.test#org=3"), (s.GroupKey, s.Account)));
        Assert.Equal(["panel", "silence", "image"], signals[0].Links.Select(l => l.Name));
    }

    [Theory]
    [InlineData("ok", SignalKind.Resolved)]
    [InlineData("alerting", SignalKind.Firing)]
    [InlineData("no_data", SignalKind.Firing)]
    [InlineData("paused", SignalKind.Ignored)]
    [InlineData("pending", SignalKind.Ignored)]
    public void Grafana_legacy_states(string state, SignalKind kind)
    {
        var signal = One(AlertSource.Grafana, $$"""{"title":"[x] Disk","ruleId":12,"state":"{{state}}","evalMatches":[],"orgId":2}""");
        Assert.Equal((kind, "12", "Disk", "#org=2"), (signal.Kind, signal.Identity, signal.Title, signal.Account));
    }

    [Fact]
    public void Grafana_without_alerts_or_a_rule_is_refused() =>
        Assert.Equal("alerts", Refused(AlertSource.Grafana, """{"title":"x","state":"ok"}""").Location);

    [Theory]
    [InlineData("\"alert_cycle_key\":\"c\",\"aggreg_key\":\"g\",\"alert_id\":5,\"scope\":\"b:2,a:1\"", "c", "5:a:1,b:2")]
    [InlineData("\"aggreg_key\":\"g\",\"alert_id\":5", "g", "5:host:a")]
    [InlineData("\"alert_id\":5,\"scope\":\"b:2,a:1\"", "5:a:1,b:2", null)]
    [InlineData("\"monitor_id\":\"5\",\"scopes\":[\"a:1\"]", "5:a:1", null)]
    [InlineData("\"id\":\"991\",\"event_id\":\"992\",\"alert_id\":\"$ALERT_ID\",\"alert_cycle_key\":\"\"", "CPU|host:a", null)]
    public void Datadog_identity_is_never_the_event(string fields, string identity, string? alternate)
    {
        var signal = One(AlertSource.Datadog, $$$"""{"title":"[P1] [Triggered on {host:a}] CPU",{{{fields}}}}""");
        Assert.Equal((identity, alternate, "CPU"), (signal.Identity, signal.AlternateIdentity, signal.Title));
    }

    [Theory]
    [InlineData("\"alert_transition\":\"Warn Recovered\"", SignalKind.Resolved)]
    [InlineData("\"alertTransition\":\"No Data Recovered\"", SignalKind.Resolved)]
    [InlineData("\"alert_transition\":\"Recovered\",\"alert_type\":\"error\"", SignalKind.Resolved)]
    [InlineData("\"alert_transition\":\"Warn\",\"alert_type\":\"success\"", SignalKind.Firing)]
    [InlineData("\"alert_transition\":\"No Data\"", SignalKind.Firing)]
    [InlineData("\"alert_type\":\"success\"", SignalKind.Resolved)]
    [InlineData("\"alert_transition\":\"$ALERT_TRANSITION\"", SignalKind.Firing)]
    public void Datadog_ends_only_by_recovery(string fields, SignalKind kind) =>
        Assert.Equal(kind, One(AlertSource.Datadog, $$$"""{"title":"CPU",{{{fields}}}}""").Kind);

    [Theory]
    [InlineData("[Recovered on {host:a}] CPU", "CPU", SignalKind.Resolved)]
    [InlineData("[Warn on {host:a}] CPU", "CPU", SignalKind.Firing)]
    [InlineData("[P3] [No data] CPU", "CPU", SignalKind.Firing)]
    [InlineData("[Re-Triggered on {host:a,b:[c]}] [team] CPU", "[team] CPU", SignalKind.Firing)]
    [InlineData("[payments] CPU", "[payments] CPU", SignalKind.Firing)]
    public void Datadog_titles_carry_the_state_of_the_default_template(string title, string expected, SignalKind kind)
    {
        var signal = One(AlertSource.Datadog, $$"""{"title":"{{title}}"}""");
        Assert.Equal((expected, kind), (signal.Title, signal.Kind));
    }

    [Fact]
    public void Datadog_title_of_a_million_prefixes_is_read_in_linear_time()
    {
        // What takes the square of it would not come to an end.
        var body = $$"""{"title":"{{string.Concat(Enumerable.Repeat("[P1]", 1_000_000))}}x"}""";
        Assert.Equal(500, One(AlertSource.Datadog, body).Title.Length);
    }

    [Theory]
    [InlineData("\"priority\":\"P1\",\"alert_type\":\"warning\"", Severity.Critical)]
    [InlineData("\"priority\":\"low\",\"alert_type\":\"error\"", Severity.High)]
    [InlineData("\"priority\":\"normal\",\"alert_type\":\"info\"", Severity.Info)]
    [InlineData("\"severity\":\"$ALERT_PRIORITY\",\"alert_type\":\"warning\"", Severity.Warning)]
    [InlineData("\"priority\":\"normal\"", null)]
    public void Datadog_event_priority_is_no_severity(string fields, Severity? severity) =>
        Assert.Equal(severity, One(AlertSource.Datadog, $$$"""{"title":"CPU",{{{fields}}}}""").Severity);

    [Fact]
    public void Datadog_test_button_is_ignored_and_an_empty_body_refused()
    {
        Assert.Equal(SignalKind.Ignored, One(AlertSource.Datadog, """{"title":"$EVENT_TITLE","alert_id":"$ALERT_ID","tags":"$TAGS"}""").Kind);
        Assert.Equal("title", Refused(AlertSource.Datadog, """{"id":"7"}""").Location);
    }

    [Theory]
    [InlineData("\"state\":\"ACTIVATED\",\"trigger\":\"INCIDENT_CLOSED\"", SignalKind.Firing)]
    [InlineData("\"state\":\"ACTIVATED\",\"trigger\":\"USER_ACTION\"", SignalKind.Acknowledged)]
    [InlineData("\"state\":\"ACTIVATED\",\"trigger\":\"USER_ACTION\",\"isAcknowledged\":\"false\"", SignalKind.Firing)]
    [InlineData("\"state\":\"CLOSED\",\"trigger\":\"USER_ACTION\"", SignalKind.Resolved)]
    [InlineData("\"state\":\"CLOSED\",\"trigger\":\"CLOSE_TTL\"", SignalKind.Resolved)]
    [InlineData("\"state\":\"CREATED\"", SignalKind.Firing)]
    public void NewRelic_state_and_trigger(string fields, SignalKind kind) =>
        Assert.Equal(kind, One(AlertSource.NewRelic, $$$"""{"id":"i","title":"t",{{{fields}}}}""").Kind);

    [Fact]
    public void NewRelic_other_id_in_the_address_is_kept_beside()
    {
        var signal = One(AlertSource.NewRelic, OwnSamples.All[6].Json);
        Assert.Equal(("i-1", "7b3c9d1e-0000-4000-8000-000000000001", "5"), (signal.Identity, signal.AlternateIdentity, signal.Account));
        Assert.Equal(("Slow checkout", "shop", "checkout"), (signal.Title, signal.Subject.Namespace, signal.Subject.Service));
    }

    [Fact]
    public void NewRelic_incident_zero_stays_apart_by_condition()
    {
        string Id(string condition) =>
            One(AlertSource.NewRelic, $$"""{"incident_id":0,"condition_name":"{{condition}}","current_state":"open"}""").Identity!;
        Assert.NotEqual(Id("a"), Id("b"));
        Assert.Equal(Id("a"), Id("a"));
    }

    [Theory]
    [InlineData("Create", SignalKind.Firing)]
    [InlineData("Create alert", SignalKind.Firing)]
    [InlineData("Acknowledge", SignalKind.Acknowledged)]
    [InlineData("UnAcknowledge", SignalKind.Unacknowledged)]
    [InlineData("Close", SignalKind.Resolved)]
    [InlineData("Delete", SignalKind.Resolved)]
    [InlineData("AddNote", SignalKind.Note)]
    [InlineData("UpdatePriority", SignalKind.Updated)]
    [InlineData("Escalate", SignalKind.Updated)]
    [InlineData("Call the plumber", SignalKind.Updated)]
    public void Opsgenie_actions_even_the_customers_own(string action, SignalKind kind)
    {
        var signal = One(AlertSource.Opsgenie, $$"""{"action":"{{action}}","alert":{"alertId":"x","alias":"-"} }""");
        Assert.Equal((kind, "x", null, null), (signal.Kind, signal.Identity, signal.AlternateIdentity, signal.Severity));
    }

    [Fact]
    public void Opsgenie_reads_tags_details_and_text_numbers()
    {
        var signal = One(AlertSource.Opsgenie, OwnSamples.All[8].Json);
        Assert.Equal(new AlertSubject { Namespace = "mail", Pod = "relay-0", Deployment = "relay", Service = "relay" }, signal.Subject);
        Assert.Equal(Severity.High, signal.Severity);
        Assert.Equal(Utc("2026-03-01T12:00:00.0000001Z"), signal.OccurredAt);
        Assert.Equal("alert.alertId", Refused(AlertSource.Opsgenie, """{"action":"Create","alert":{"alias":"a","tinyId":"4"}}""").Location);
    }

    [Theory]
    [InlineData("incident.triggered", "triggered", SignalKind.Firing)]
    [InlineData("incident.triggered", "resolved", SignalKind.Resolved)]
    [InlineData("incident.unacknowledged", "triggered", SignalKind.Unacknowledged)]
    [InlineData("incident.reopened", "triggered", SignalKind.Firing)]
    [InlineData("incident.escalated", "triggered", SignalKind.Updated)]
    [InlineData("incident.workflow.started", "triggered", SignalKind.Ignored)]
    [InlineData("incident.something_new", "triggered", SignalKind.Ignored)]
    public void PagerDuty_events(string type, string status, SignalKind kind) =>
        Assert.Equal(
            kind, One(
                AlertSource.PagerDuty,
                $$"""{"event":{"event_type":"{{type}}","data":{"id":"P1","type":"incident","status":"{{status}}","title":"t"} } }""").Kind);

    [Theory]
    [InlineData("""{"event":{"event_type":"pagey.ping","data":{"message":"Hello","type":"ping"}}}""")]
    [InlineData("""{"event":{"event_type":"service.updated","data":{"id":"S1","type":"service"}}}""")]
    [InlineData("""{"event":{"event_type":"incident.role.assigned","data":null}}""")]
    public void PagerDuty_events_without_an_incident_are_ignored_and_not_refused(string json)
    {
        var signal = One(AlertSource.PagerDuty, json);
        Assert.Equal((SignalKind.Ignored, null), (signal.Kind, signal.Identity));
    }

    [Theory]
    [InlineData("{}", "event")]
    [InlineData("""{"event":{}}""", "event.event_type")]
    [InlineData("""{"event":{"event_type":"order.paid"}}""", "event.event_type")]
    [InlineData("""{"event":{"event_type":"incident.triggered"}}""", "event.data")]
    [InlineData("""{"event":{"event_type":"incident.triggered","data":{"title":"t"}}}""", "event.data.id")]
    [InlineData("""{"event":{"event_type":"incident.annotated","data":{"id":"N1","type":"incident_note"}}}""", "event.data.incident.id")]
    [InlineData("""{"messages":[{"type":"incident.trigger","data":{}}]}""", "messages[0].event")]
    public void PagerDuty_bodies_that_are_no_event_are_refused(string json, string location) =>
        Assert.Equal(location, Refused(AlertSource.PagerDuty, json).Location);

    [Theory]
    [InlineData("\"priority\":{\"summary\":\"P2\"},\"urgency\":\"low\"", Severity.High)]
    [InlineData("\"priority\":{\"summary\":\"SEV1: outage\"},\"urgency\":\"low\"", Severity.Critical)]
    [InlineData("\"priority\":{\"summary\":\"Purple\"},\"urgency\":\"low\"", Severity.Warning)]
    [InlineData("\"priority\":null,\"urgency\":\"high\"", Severity.High)]
    [InlineData("\"priority\":null", null)]
    public void PagerDuty_priority_beats_urgency(string fields, Severity? severity) =>
        Assert.Equal(
            severity, One(AlertSource.PagerDuty, $$$"""{"event":{"event_type":"incident.triggered","data":{"id":"P1",{{{fields}}} } } }""").Severity);

    [Fact]
    public void PagerDuty_status_update_and_merge_are_told_in_words()
    {
        var update = One(
            AlertSource.PagerDuty,
            """{"event":{"event_type":"incident.status_update_published","data":{"id":"U1","type":"incident_status_update","message":"We look","incident":{"id":"P9"}}}}""");
        Assert.Equal((SignalKind.Note, "P9", "We look"), (update.Kind, update.Identity, update.Note));
        var merged = One(AlertSource.PagerDuty, """{"event":{"event_type":"incident.resolved","data":{"id":"P1","resolve_reason":"merged"}}}""");
        Assert.Equal((SignalKind.Resolved, "Merged into another incident in PagerDuty."), (merged.Kind, merged.Note));
    }

    [Fact]
    public void PagerDuty_version_2_keeps_good_messages()
    {
        var delivery = Parse(
            AlertSource.PagerDuty, """{"messages":[{"id":"m1","event":"incident.trigger","incident":{"id":"P1"}},{"event":"incident.trigger"},7]}""");
        Assert.Equal("PagerDuty incident P1", Assert.Single(delivery.Signals).Title);
        Assert.Equal(["messages[1].incident.id", "messages[2].event"], delivery.Rejected.Select(r => r.Location));
        Assert.Null(delivery.DeliveryId);
        Assert.Equal(
            (SignalKind.Note, "hi"),
            (One(AlertSource.PagerDuty, OwnSamples.All[10].Json).Kind, One(AlertSource.PagerDuty, OwnSamples.All[10].Json).Note));
    }

    [Theory]
    [InlineData("dedup_key")]
    [InlineData("fingerprint")]
    [InlineData("alert_uid")]
    [InlineData("id")]
    public void Webhook_takes_any_of_these_as_identity(string field)
    {
        Assert.Equal("0", One(AlertSource.Webhook, $$"""{"{{field}}":0}""").Identity);
        Assert.Null(One(AlertSource.Webhook, $$"""{"title":"t","{{field}}":" "}""").Identity);
    }

    [Theory]
    [InlineData("\"status\":\"Resolved\"", SignalKind.Resolved)]
    [InlineData("\"state\":\"ok\"", SignalKind.Resolved)]
    [InlineData("\"status\":\"closed\"", SignalKind.Resolved)]
    [InlineData("\"action\":\"close\"", SignalKind.Resolved)]
    [InlineData("\"state\":\"alerting\"", SignalKind.Firing)]
    [InlineData("\"status\":\"acknowledged\"", SignalKind.Firing)]
    [InlineData("\"status\":\"acknowledged\",\"id\":1", SignalKind.Acknowledged)]
    [InlineData("\"status\":{}", SignalKind.Firing)]
    public void Webhook_states(string fields, SignalKind kind) =>
        Assert.Equal(kind, One(AlertSource.Webhook, $$$"""{"title":"t",{{{fields}}}}""").Kind);

    [Theory]
    [InlineData("{}", "title")]
    [InlineData("""{"title":"  ","description":""}""", "title")]
    [InlineData("""{"title":7}""", "title")]
    [InlineData("""{"a":[1,2,{"b":true}]}""", "title")]
    [InlineData("[]", "body")]
    public void Webhook_bodies_that_say_nothing_are_refused(string json, string location) =>
        Assert.Equal(location, Refused(AlertSource.Webhook, json).Location);

    [Fact]
    public void Webhook_fields_beat_labels_and_odd_ones_are_left_out_aloud()
    {
        var signal = One(
            AlertSource.Webhook,
            """{"title":"t","severity":"purple","service":{},"pod":"db-3","labels":{"service":"a","namespace":"n","pod":"x-0"},"source":"my  shell","url":"ftp://x"}""");
        Assert.Equal(new AlertSubject { Service = "a", Namespace = "n", Pod = "db-3", Deployment = "db" }, signal.Subject);
        Assert.Equal(2, signal.Warnings.Length);
        Assert.Equal(("my  shell", null), (signal.ReportedSource, signal.Severity));
        Assert.Empty(signal.Links);
        Assert.Equal(64, One(AlertSource.Webhook, $$"""{"title":"t","source":"{{new string('s', 90)}}"}""").ReportedSource.Length);
    }

    [Fact]
    public void Very_long_ids_stay_different()
    {
        string Id(char last) => One(AlertSource.Webhook, $$"""{"id":"{{new string('a', 5000)}}{{last}}"}""").Identity!;
        Assert.NotEqual(Id('x'), Id('y'));
        Assert.True(Id('x').Length <= 512);
    }

    [Fact]
    public void Own_samples_are_recognised_and_plain_bodies_are_nobodys()
    {
        foreach (var (source, json) in OwnSamples.All)
        {
            using var document = System.Text.Json.JsonDocument.Parse(json);
            var expected = source is AlertSource.Webhook
                || json.Contains("\"version\":\"3\"", StringComparison.Ordinal) && !json.Contains("groupKey", StringComparison.Ordinal)
                ? null
                : source;
            Assert.Equal(expected, SourceDetection.Detect(document.RootElement));
        }
        foreach (
            var json in (
                string[])["[]", "{}", "7", "null", """{"title":"t","id":"1","state":"ok","url":"u"}""", """{"alerts":[]}""",
                """[{"labels":{"a":"b"}}]""", """{"event":"x"}""", """{"event_type":"a","title":"b"}"""])
        {
            using var document = System.Text.Json.JsonDocument.Parse(json);
            Assert.Null(SourceDetection.Detect(document.RootElement));
        }
    }

    [Fact]
    public void An_unknown_source_is_refused_with_the_list() =>
        Assert.Contains("alertmanager, datadog", Refused("carrier-pigeon", "{}").Message, StringComparison.Ordinal);
}
