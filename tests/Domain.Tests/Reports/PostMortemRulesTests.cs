using AiSre.Domain.Alerts;
using AiSre.Domain.History;
using AiSre.Domain.Incidents;
using AiSre.Domain.Reports.PostMortems;

namespace AiSre.Domain.Tests.Reports;

/// <summary>What a post-mortem says, and what it does not know.</summary>
public sealed class PostMortemRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Incident Oom = new()
    {
        Id = "inc-1", Workspace = "ws", Title = "Pod was OOMKilled", Severity = Severity.Critical, Source = "prometheus", CreatedAt = Start,
        Subject = new AlertSubject { Service = "cart", Namespace = "shop" }, Phase = IncidentPhase.Resolved, ResolvedAt = Start.AddMinutes(75),
        ResolvedBy = "dave", ResolvedByHuman = true, Resolution = "More memory.",
    };

    private static readonly PostMortemFacts Facts = new()
    {
        Incident = Oom,
        Now = Start.AddHours(3),
        Alerts = 9,
        Timeline =
        [
            Said(EventTypes.AlertReceived, "webhook:prometheus", 0),
            Said(EventTypes.AlertDeduplicated, "webhook:prometheus", 1),
            Said(EventTypes.IncidentAcknowledged, "dave", 3, ("note", "Looking at it.")),
            Said(EventTypes.ActionExecuted, "eve", 10, ("action", "restart_pod"), ("status", "success")),
            Said(EventTypes.ActionVerified, "system", 12, ("action", "restart_pod"), ("verified", true), ("detail", "The pod is ready.")),
            Said(EventTypes.IncidentResolved, "dave", 75, ("resolution", "More memory.")),
        ],
        Actions = [new("restart_pod", "success", false, "shop", "eve", "inc-1", Start.AddMinutes(10))],
    };

    [Fact]
    public void What_is_stored_is_said()
    {
        var written = PostMortemRules.Of(Facts);
        Assert.Equal((PostMortem.Final, Start, "critical"), (written.Status, written.Date, written.Severity));
        Assert.Equal(
            "The critical incident \"Pod was OOMKilled\" about cart opened at 2026-03-01 12:00 UTC and was resolved at 2026-03-01 13:15 UTC, "
            + "after 1 h 15 min. Its alerts fired 9 times.", written.Summary);
        Assert.Equal((75, 9, 0), (written.Impact.DurationMinutes, written.Impact.AlertsCount, written.Impact.RelatedIncidents));
        Assert.Equal(["dave", "eve"], written.Participants);
        Assert.Equal(
            "dave resolved it at 2026-03-01 13:15 UTC: More memory. restart_pod was seen to help: The pod is ready.", written.Resolution);
        Assert.Equal(["dave acknowledged it 3 min after the first event.", "restart_pod was seen to help."], written.Lessons.WentWell);
        Assert.DoesNotContain(written.Timeline, line => line.Event == EventTypes.AlertDeduplicated);
        Assert.Equal("action executed: action restart_pod, status success", written.Timeline[2].Text);
    }

    [Fact]
    public void What_nobody_has_stored_is_unknown()
    {
        var written = PostMortemRules.Of(Facts);
        Assert.Equal([PostMortem.Unknown], written.RootCauses);
        Assert.Equal([PostMortem.Unknown], written.Authors);
        Assert.Equal((PostMortem.Unknown, PostMortem.Unknown), (written.Trigger, written.Impact.Users));
        Assert.Equal([PostMortem.Unknown], written.Lessons.WentWrong);
        Assert.Equal([PostMortem.Unknown], written.Lessons.GotLucky);
        Assert.Null(written.Impact.SloMinutesBurnt);
    }

    [Fact]
    public void While_it_is_open_it_is_a_draft()
    {
        var open = Facts with { Incident = Oom with { Phase = IncidentPhase.Open, ResolvedAt = null, Resolution = null }, Timeline = [] };
        var written = PostMortemRules.Of(open);
        Assert.Equal((PostMortem.Draft, "It is not resolved."), (written.Status, written.Resolution));
        Assert.Equal(180, written.Impact.DurationMinutes);
        Assert.Contains("has been open for 3 h and is not over", written.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deploy_before_it_is_named_and_not_called_the_trigger()
    {
        var written = PostMortemRules.Of(Facts with
        {
            Deploy = new() { Workspace = "ws", Id = "deploy-1", Service = "cart", Actor = "mia", Version = "v7", At = Start.AddMinutes(-12) },
        });
        Assert.Equal(
            "Deploy by mia (cart) was 12 min before this incident. Whether it was the trigger is unknown - to be filled in.", written.Trigger);
        Assert.Contains(written.ActionItems, item => item is { Type: "prevent", Because: "deploy deploy-1 came shortly before it" });
    }

    [Fact]
    public void Items_to_do_come_from_facts_and_belong_to_nobody_yet()
    {
        var bad = Facts with
        {
            Incident = Oom with
            {
                SeverityDefaulted = true, StartsAt = Start.AddMinutes(-40), PreviousIncidentId = "inc-0", ResolvedByHuman = false, Resolution = null,
            },
            Timeline =
            [
                Said(EventTypes.EscalationNobody, "system", 1), Said(EventTypes.FlappingStarted, "system", 2),
                Said(EventTypes.ActionVerified, "system", 12, ("action", "restart_pod"), ("verified", false)),
            ],
        };
        var written = PostMortemRules.Of(bad);
        Assert.Equal(["detect", "mitigate", "prevent", "process"], written.ActionItems.Select(item => item.Type).Distinct().Order());
        Assert.All(written.ActionItems, item => Assert.True(item is { Owner: null, Bug: null, Because.Length: > 0 }));
        Assert.Contains("Nobody acknowledged it.", written.Lessons.WentWrong);
        Assert.Contains("The alert came 40 min after the problem had begun.", written.Lessons.WentWrong);
        Assert.Contains("An escalation found nobody on call.", written.Lessons.WentWrong);
        Assert.Contains("restart_pod was seen not to help.", written.Lessons.WentWrong);
    }

    [Fact]
    public void A_pattern_goes_by_one_name_and_has_the_advice_of_that_name()
    {
        var told = Oom with { Labels = [new("reason", "ImagePullBackOff")] };
        var written = PostMortemRules.Of(Facts with { Incident = told });
        var item = Assert.Single(written.ActionItems, item => item.Because == "failure pattern image_pull");
        Assert.Equal(("prevent", PatternAdvice.Of("image_pull").Recommendation), (item.Type, item.Description));
        Assert.Contains("Failure pattern: image_pull", written.SupportingInformation);
        Assert.DoesNotContain(written.ActionItems, item => item.Because == "failure pattern oomkilled");
    }

    [Fact]
    public void A_diagnosis_is_repeated() => Assert.Equal(
        ["It was killed for its memory."], PostMortemRules.Of(Facts with { RootCauses = ["It was killed for its memory."] }).RootCauses);

    [Fact]
    public void An_end_that_nobody_brought_about_is_luck() => Assert.Equal(
        ["It ended by itself before anybody did anything."],
        PostMortemRules.Of(Facts with { Incident = Oom with { ResolvedByHuman = false }, Timeline = [], Actions = [] }).Lessons.GotLucky);

    [Fact]
    public void A_long_story_loses_its_middle_and_says_so()
    {
        var written = PostMortemRules.Of(Facts with { Timeline = [.. Enumerable.Range(0, 500).Select(i => Said(EventTypes.NoteAdded, "dave", i))] });
        Assert.Equal(201, written.Timeline.Length);
        Assert.Equal("300 events are left out here", written.Timeline[100].Text);
        Assert.Equal(Start.AddMinutes(499), written.Timeline[^1].At);
    }

    [Fact]
    public void The_markdown_has_every_section_and_nothing_of_others_in_it()
    {
        var note = Said(EventTypes.NoteAdded, "dave", 5, ("text", "<script>alert(1)</script>\n## Not a section"));
        var text = PostMortemMarkdown.Of(PostMortemRules.Of(Facts with { Timeline = [note] }));
        string[] sections =
        [
            "Summary", "Impact", "Root causes", "Trigger", "Resolution", "Detection", "Action items", "Lessons", "Timeline", "Supporting information",
        ];
        Assert.All(sections, section => Assert.Contains($"\n## {section}\n", text, StringComparison.Ordinal));
        Assert.DoesNotContain("<script>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n## Not a section", text, StringComparison.Ordinal);
    }

    private static TimelineEvent Said(string type, string actor, int minute, params ReadOnlySpan<(string, object?)> payload) =>
        new(type, actor, Start.AddMinutes(minute), EventPayload.Of(payload));
}
