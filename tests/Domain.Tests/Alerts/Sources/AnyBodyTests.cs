using AiSre.Domain.Alerts;
using static AiSre.Domain.Tests.Alerts.Sources.Bodies;

namespace AiSre.Domain.Tests.Alerts.Sources;

/// <summary>What becomes of a body that may be anybody's.</summary>
public class AnyBodyTests
{
    [Theory]
    [InlineData("""{"title":"Tape is full","name":"n","message":"m"}""", "Tape is full")]
    [InlineData("""{"name":"Tape","summary":"Tape is full"}""", "Tape")]
    [InlineData("""{"alertName":"TapeFull","subject":"s"}""", "TapeFull")]
    [InlineData("""{"subject":"Tape is full","message":"of 3 tapes 3 are full"}""", "Tape is full")]
    [InlineData("""{"id":7,"text":"Tape is full\nSend somebody."}""", "Tape is full")]
    [InlineData("""{"check":"tape","value":4}""", "tape")]
    [InlineData("""{"message":"8842017","reason":"Tape is full"}""", "Tape is full")]
    [InlineData("""{"title":"${alert.title}","text":"Tape is full"}""", "Tape is full")]
    [InlineData("""{"event":"alert","data":{"title":"Tape is full","id":"7"}}""", "Tape is full")]
    [InlineData("""{"robot":{"arm":[{"oid":"4f0c9a7be1d2"},{"says":"The arm is stuck"}]}}""", "The arm is stuck")]
    [InlineData("""{"oid":"4f0c9a7be1d2","unit":"tape"}""", "tape")]
    [InlineData("""{"ref":"4f0c9a7be1d2"}""", "Alert 4f0c9a7be1d2")]
    [InlineData("""{"id":"4f0c9a7be1d2"}""", "Alert 4f0c9a7be1d2")]
    [InlineData("""{"title":"[FIRING:1] Tape is full"}""", "Tape is full")]
    [InlineData("""{"title":"Tape <no value> is full"}""", "Tape is full")]
    public void The_best_text_is_the_title(string json, string title) => Assert.Equal((title, SignalKind.Firing), Read(json));

    [Theory]
    [InlineData("""{"title":"t"}""", true)]
    [InlineData("""{"dedup_key":"k","status":"resolved"}""", true)]
    [InlineData("""{"robot":"arm is stuck"}""", false)]
    [InlineData("""{"data":{"title":"t"}}""", false)]
    public void It_is_said_whether_a_reader_knows_the_body(string json, bool recognised) =>
        Assert.Equal(recognised, !One(AlertSource.Webhook, json).Unrecognised);

    [Theory]
    [InlineData("\"status\":\"up\"", SignalKind.Resolved)]
    [InlineData("\"alertStatus\":\"Back to normal\"", SignalKind.Resolved)]
    [InlineData("\"event_type\":\"problem.closed\"", SignalKind.Resolved)]
    [InlineData("\"resolved\":true", SignalKind.Resolved)]
    [InlineData("\"isResolved\":\"true\"", SignalKind.Resolved)]
    [InlineData("\"resolved\":false", SignalKind.Firing)]
    [InlineData("\"status\":\"firing\",\"resolved\":true", SignalKind.Firing)]
    [InlineData("\"firing\":false", SignalKind.Resolved)]
    [InlineData("\"resolved_at\":\"2026-03-01T11:00:00Z\"", SignalKind.Resolved)]
    [InlineData("\"endsAt\":\"2026-03-01T13:00:00Z\"", SignalKind.Firing)]
    [InlineData("\"severity\":\"cleared\"", SignalKind.Resolved)]
    [InlineData("\"severity\":\"OK\",\"status\":\"DOWN\"", SignalKind.Firing)]
    [InlineData("\"acknowledged\":true", SignalKind.Acknowledged)]
    [InlineData("\"status\":\"exploded\"", SignalKind.Firing)]
    [InlineData("\"status\":\"not resolved yet\"", SignalKind.Firing)]
    [InlineData("\"action\":\"restart the pod\"", SignalKind.Firing)]
    [InlineData("\"event\":\"deploy\"", SignalKind.Firing)]
    [InlineData("\"status\":\"maintenance\"", SignalKind.Note)]
    [InlineData("\"status\":\"pending\",\"severity\":\"high\"", SignalKind.Firing)]
    [InlineData("\"data\":{\"status\":\"ok\"}", SignalKind.Firing)]
    public void One_table_says_when_it_is_over(string fields, SignalKind kind) =>
        Assert.Equal(kind, One(AlertSource.Webhook, $$$"""{"title":"t","dedup_key":"k",{{{fields}}}}""").Kind);

    [Fact]
    public void A_state_prefix_of_the_title_ends_it_too()
    {
        var end = One(AlertSource.Webhook, """{"title":"[RESOLVED] Tape is full"}""");
        Assert.Equal(("Tape is full", SignalKind.Resolved), (end.Title, end.Kind));
    }

    [Fact]
    public void A_state_that_nobody_knows_is_told()
    {
        var signal = One(AlertSource.Webhook, """{"title":"t","dedup_key":"k","status":"exploded"}""");
        Assert.Equal("exploded", signal.UnknownState);
        Assert.Equal("The state \"exploded\" is not known; it ends nothing.", Assert.Single(signal.Warnings));
    }

    [Theory]
    [InlineData("\"severity\":\"\",\"priority\":\"P1\"", Severity.Critical)]
    [InlineData("\"severity\":\"mauve\",\"level\":\"error\"", Severity.High)]
    [InlineData("\"sev\":\"S2\"", Severity.High)]
    [InlineData("\"urgency\":\"low\"", Severity.Info)]
    [InlineData("\"severity\":\"5\"", null)]
    [InlineData("\"labels\":{\"priority\":\"P2\"}", Severity.High)]
    [InlineData("\"annotations\":{\"severity\":\"critical\"}", Severity.Critical)]
    [InlineData("\"severity\":\"high\",\"labels\":{\"severity\":\"info\"}", Severity.High)]
    public void Severity_is_looked_for_in_one_order(string fields, Severity? severity) =>
        Assert.Equal(severity, One(AlertSource.Webhook, $$$"""{"title":"t",{{{fields}}}}""").Severity);

    [Theory]
    [InlineData("\"dedupKey\":\"a\",\"id\":\"b\"", "a")]
    [InlineData("\"DEDUP-KEY\":\"a\"", "a")]
    [InlineData("\"dedup\":\"a\"", "a")]
    [InlineData("\"incident_key\":\"a\",\"incident_id\":\"b\"", "a")]
    [InlineData("\"entity_id\":\"a\"", "a")]
    [InlineData("\"problemId\":12,\"id\":\"b\"", "12")]
    [InlineData("\"id\":\"{EVENT.ID}\"", null)]
    [InlineData("\"event_id\":\"a\",\"uuid\":\"b\"", null)]
    public void Names_of_an_identity(string fields, string? identity) =>
        Assert.Equal(identity, One(AlertSource.Webhook, $$$"""{"title":"t",{{{fields}}}}""").Identity);

    [Theory]
    [InlineData("\"hostname\":\"tape-1\"")]
    [InlineData("\"host_name\":\"tape-1\"")]
    [InlineData("\"hostName\":\"tape-1\"")]
    [InlineData("\"HOST.NAME\":\"tape-1\"")]
    [InlineData("\"instance\":\"tape-1:9100\"")]
    [InlineData("\"server\":\"tape-1\"")]
    [InlineData("\"host\":{\"name\":\"tape-1\"}")]
    [InlineData("\"labels\":{\"instance\":\"tape-1:9100\"}")]
    public void Every_spelling_of_a_host_is_the_node(string fields) =>
        Assert.Equal(new AlertSubject { Node = "tape-1" }, One(AlertSource.Webhook, $$$"""{"title":"t",{{{fields}}}}""").Subject);

    [Fact]
    public void Fields_that_say_where_become_labels() =>
        Assert.Equal(
            [new AlertLabel("environment", "prod"), new AlertLabel("region", "eu-1")],
            One(AlertSource.Webhook, """{"title":"t","environment":"prod","region":"eu-1","value":4}""").Labels);

    [Fact]
    public void Every_annotation_and_address_is_kept()
    {
        var signal = One(
            AlertSource.Webhook,
            """{"title":"t","description":"See https://wiki.test/tape.","annotations":{"impact":"no backup","logs_url":"https://logs.test/q?a b"}}""");
        Assert.Equal("See https://wiki.test/tape.\n\nimpact: no backup", signal.Description);
        Assert.Equal(["https://logs.test/q?a%20b", "https://wiki.test/tape"], signal.Links.Select(link => link.Url));
    }

    private static (string, SignalKind) Read(string json) => One(AlertSource.Webhook, json) is var signal ? (signal.Title, signal.Kind) : default;
}
