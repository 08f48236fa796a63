using System.Reflection;
using AiSre.Console.IncidentDetail.Panels;
using AiSre.Console.IncidentDetail.Words;
using AiSre.Domain.Incidents;

namespace AiSre.Api.Tests.Console;

public sealed class TimelineWordsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Types =>
        [.. typeof(EventTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(type => (string)type.GetRawConstantValue()!)];

    [Theory]
    [InlineData(EventTypes.IncidentAcknowledged, "dana", "{}", "dana acknowledged", TimelineTopic.People)]
    [InlineData(
        EventTypes.IncidentAcknowledged, "dana", """{"via":"link"}""", "dana acknowledged, by the link in a message", TimelineTopic.People)]
    [InlineData(EventTypes.IncidentAssigned, "dana", """{"to":"erik"}""", "dana gave it to erik", TimelineTopic.People)]
    [InlineData(
        EventTypes.IncidentAssigned, "dana", """{"to":"dana","from":"erik"}""", "dana looks after it, before that erik", TimelineTopic.People)]
    [InlineData(EventTypes.IncidentResolved, "webhook:till", "{}", "Resolved: none of its alerts fires any more", TimelineTopic.Alerts)]
    [InlineData(EventTypes.IncidentReopened, "dana", """{"reopen_count":2}""", "dana reopened it, for the 2nd time", TimelineTopic.People)]
    [InlineData(
        EventTypes.AlertReceived, "webhook:till", """{"source":"till","severity":"high"}""", "Alert from till, severity high", TimelineTopic.Alerts)]
    [InlineData(
        EventTypes.SeverityRaised, "webhook:till", """{"from":"high","to":"critical"}""", "Severity rose from high to critical",
        TimelineTopic.Alerts)]
    [InlineData(
        EventTypes.EscalationStep, "system",
        """{"cycle":1,"level":2,"persons":["dana","erik"],"channels":["slack"],"outcome":"sent","late_by_seconds":90}""",
        "dana and erik told by slack, level 2, pass 2, 1 min late", TimelineTopic.Paging)]
    [InlineData(
        EventTypes.EscalationNobody, "system", """{"cycle":0,"level":1,"reason":"nobody is on call"}""",
        "Level 1 has nobody to tell: nobody is on call", TimelineTopic.Paging)]
    [InlineData(
        EventTypes.NotificationFailed, "system",
        """{"channel":"mail","recipients":["dana"],"kind":"opened","attempts":8,"error":"refused","fallback":"slack"}""",
        "Message to dana by mail (opened) was given up after 8 attempts; slack is tried instead", TimelineTopic.Paging)]
    [InlineData(
        EventTypes.ChildJoined, "system", """{"incident_id":"inc-2","correlation_reason":"same_node_within_window"}""",
        "inc-2 joined the group: same node", TimelineTopic.Alerts)]
    [InlineData(
        EventTypes.DeployCorrelated, "system",
        """{"deploy_id":"shop-1874","service":"cart","actor":"mateo","version":"v2","minutes_before_incident":12}""",
        "mateo had deployed v2 of cart, 12 min before it", TimelineTopic.Alerts)]
    [InlineData(
        EventTypes.SloChanged, "system",
        """{"slo":"till","from":"99.95 % over the last 30 days","to":"99.9 % over the last 7 days"}""",
        "What till promises was changed from 99.95 % over the last 30 days to 99.9 % over the last 7 days", TimelineTopic.Alerts)]
    public void An_event_is_a_sentence(string type, string actor, string payload, string says, TimelineTopic about)
    {
        var line = TimelineWords.Of(new(type, actor, Noon, payload));
        Assert.Equal((says, about), (line.Says.ToString(), line.About));
    }

    /// <summary>Old rows say less than new ones, and a hostile one says what it likes.</summary>
    [Theory, MemberData(nameof(Types))]
    public void Every_event_is_told_even_when_it_says_nothing_more(string type)
    {
        Assert.NotEmpty(TimelineWords.Of(new(type, "system", Noon)).Says.ToString());
        const string strange = """{"count":"x","persons":[1],"until":"never","level":1e99,"text":{}}""";
        Assert.NotEmpty(TimelineWords.Of(new(type, "dana", Noon, strange)).Says.ToString());
    }

    [Fact]
    public void Repeats_between_which_nothing_happened_are_one_line()
    {
        var lines = TimelineView.Lines(
        [
            Repeat(0, 1), Repeat(1, 4), Repeat(2, 7), new(EventTypes.NoteAdded, "dana", Noon.AddMinutes(3), """{"text":"hm"}"""), Repeat(4, 1),
        ]);
        Assert.Equal(3, lines.Count);
        Assert.StartsWith("12 repeats since", lines[0].Says.ToString(), StringComparison.Ordinal);
        Assert.Equal((Noon.AddMinutes(2), "dana wrote a note", "1 repeat"), (lines[0].At, lines[1].Says.ToString(), lines[2].Says.ToString()));
    }

    private static TimelineEvent Repeat(int minute, int count) =>
        new(EventTypes.AlertDeduplicated, "system", Noon.AddMinutes(minute), FormattableString.Invariant($$"""{"count":{{count}}}"""));
}
