using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Deploys;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Reports.Handoff;

namespace AiSre.Domain.Tests.Reports;

/// <summary>What whoever takes over reads.</summary>
public sealed class HandoffRulesTests
{
    private static readonly DateTimeOffset From = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = From.AddHours(12);

    private static readonly HandoffFacts Quiet = new() { Workspace = "ws", From = From, To = To, Open = [], Courses = [] };

    private static readonly Incident Oom = new()
    {
        Id = "inc-oom", Workspace = "ws", Title = "Pod was OOMKilled", Severity = Severity.Critical, Source = "prometheus",
        Subject = new AlertSubject { Service = "cart" }, CreatedAt = To.AddMinutes(-90),
    };

    private static readonly DoneAction Restart = new("restart_pod", "success", false, "shop", "dave", "inc-oom", To.AddMinutes(-30));

    private static readonly HandoffFacts Busy = Quiet with
    {
        Open = [new(Severity.Critical, 1, 0), new(Severity.Warning, 2, 1)],
        Courses =
        [
            Course(Oom, []),
            Course(Oom with { Id = "inc-2", Title = "pod cart-2 OOMKilled", Phase = IncidentPhase.Resolved, Severity = Severity.High },
                [new(To.AddMinutes(-60), false)]),
        ],
        OpenIncidents = [Oom with { Id = "inc-old", Severity = Severity.Warning, AcknowledgedBy = "eve", CreatedAt = From.AddDays(-2) }, Oom],
        ResolvedIncidents =
        [
            Oom with
            {
                Id = "inc-2", Phase = IncidentPhase.Resolved, ResolvedAt = To.AddMinutes(-60), ResolvedBy = "dave", Resolution = "More memory.",
            },
        ],
        LastActions = ImmutableDictionary<string, DoneAction>.Empty.Add("inc-oom", Restart),
        Actions = [Restart, Restart with { DryRun = true, Outcome = "dry_run" }],
        Outcomes = ImmutableDictionary<string, long>.Empty.Add("success", 1).Add("failed", 2).Add("denied", 1),
        AwaitingApproval = 1,
        Deploys = [new Deploy { Workspace = "ws", Id = "deploy-1", Service = "cart", Actor = "mia", Version = "v7", At = To.AddHours(-3) }],
        Duty =
        [
            new("shop", [new(From.AddHours(-1), From.AddHours(5), "dave"), new(From.AddHours(5), To.AddHours(3), "eve"),
                new(To.AddHours(3), To.AddHours(5), "eve"), new(To.AddHours(5), To.AddHours(20), "dave"),
                new(To.AddHours(20), To.AddHours(30), "eve")]),
        ],
    };

    [Fact]
    public void A_quiet_shift_says_so()
    {
        var digest = HandoffRules.Of(Quiet);
        Assert.Equal("In the last 12 hours no incident opened and none was resolved. Nothing is open.", digest.Summary);
        Assert.Equal(0, digest.Totals.OpenEnd);
    }

    [Fact]
    public void A_busy_one_is_told_in_sentences_that_are_the_same_each_time()
    {
        Assert.Equal(
            "In the last 12 hours 2 incidents opened and 1 was resolved. 3 are open now (1 critical and 2 warning), 2 of them not acknowledged. "
            + "1 action was executed, 2 failed, 1 was refused and 1 waits for an approval. 1 deploy went out. "
            + "The next change on call is shop at 2026-03-02 01:00 UTC: dave.",
            HandoffRules.Of(Busy).Summary);
        Assert.Equal(HandoffMarkdown.Of(HandoffRules.Of(Busy)), HandoffMarkdown.Of(HandoffRules.Of(Busy)));
    }

    [Fact]
    public void What_is_open_is_listed_worst_first_with_who_has_it_and_what_was_done()
    {
        var open = HandoffRules.Of(Busy).OpenIncidents;
        Assert.Equal(["inc-oom", "inc-old"], open.Select(note => note.Id));
        Assert.Equal((90L, null, Restart), (open[0].AgeMinutes, open[0].HeldBy, open[0].LastAction));
        Assert.Equal("eve", open[1].HeldBy);
    }

    [Fact]
    public void Patterns_and_services_are_those_of_what_opened()
    {
        var digest = HandoffRules.Of(Busy);
        Assert.Equal([new NamedCount("oomkilled", 2)], digest.TopPatterns);
        Assert.Equal([new NamedCount("cart", 2)], digest.TopServices);
    }

    [Fact]
    public void Who_goes_who_comes_and_who_comes_next()
    {
        var digest = HandoffRules.Of(Busy);
        Assert.Equal([new DutyHandover("shop", "dave", "eve")], digest.OnCall);
        // A new shift of the same person changes nothing, and what is farther than twelve hours away is not said yet.
        Assert.Equal([new DutyChange("shop", To.AddHours(5), "dave")], digest.NextOnCall);
    }

    [Fact]
    public void A_gap_on_call_is_said_first()
    {
        var digest = HandoffRules.Of(Quiet with { Duty = [new("shop", [new(From, To, "dave"), new(To, To.AddHours(2), null)])] });
        Assert.EndsWith("Nobody is on call for shop.", digest.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "sent", 60, true)]
    [InlineData(3, "collapsed_into:1.1", 60, true)]
    [InlineData(1, "sent", 60, false)]
    [InlineData(2, "suppressed", 60, false)]
    [InlineData(2, "sent", -60, false)]
    public void An_escalation_counts_when_its_second_level_was_told_in_the_period(int level, string outcome, int minute, bool counts)
    {
        var at = From.AddMinutes(minute);
        var policy = new EscalationPolicy { Name = "p", Levels = [] };
        var escalated = Oom with { Escalation = new() { Policy = policy, StartedAt = at, Fired = [new(0, level, at, at, outcome)] } };
        Assert.Equal(counts ? 1 : 0, HandoffRules.Of(Quiet with { OpenIncidents = [escalated] }).Escalations.Length);
    }

    [Fact]
    public void Nothing_of_a_title_becomes_markdown()
    {
        var evil = Oom with { Title = "<img src=x> [click](http://evil.test)\n# Big `code`", Phase = IncidentPhase.Open };
        var text = HandoffMarkdown.Of(HandoffRules.Of(Quiet with { OpenIncidents = [evil] }));
        Assert.Contains(@"\<img src=x\> \[click\](http\://evil.test) \# Big \`code\`", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n# Big", text, StringComparison.Ordinal);
    }

    private static IncidentCourse Course(Incident incident, ImmutableArray<PhaseTurn> turns) =>
        new(incident.Id, incident.Title, incident.Severity, incident.Phase, incident.Subject.Service, incident.CreatedAt, IsMember: false, turns);
}
