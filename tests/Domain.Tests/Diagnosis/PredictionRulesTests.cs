using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Diagnosis;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Tests.Diagnosis;

public sealed class PredictionRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Prediction Waiting =
        new() { Cause = "oom_killed", Component = "Deployment/shop/cart", Expected = "No container is killed.", MadeAt = Noon };

    private static readonly Incident Over = new()
    {
        Id = "inc-1", Workspace = "ws", Title = "t", Severity = Severity.High, Source = "alertmanager", CreatedAt = Noon,
        Phase = IncidentPhase.Resolved,
    };

    private const string Restarted = """{"action":"restart_pod","status":"success"}""";

    public static TheoryData<string, string, PredictionOutcome?> Stories => new()
    {
        { "nothing has happened", "", null },
        { "it ended", "5 incident_resolved", PredictionOutcome.Held },
        { "it ended and came back soon", "5 incident_resolved, 19 alert_reopened", PredictionOutcome.Failed },
        { "it came back at the last moment", "5 incident_resolved, 20 incident_reopened", PredictionOutcome.Failed },
        { "it came back later", "5 incident_resolved, 21 incident_reopened", PredictionOutcome.Held },
        { "the alert fired on after a person had ended it", "5 incident_resolved, 7 alert_after_manual_resolve", PredictionOutcome.Failed },
        { "it ended before anybody looked", "-5 incident_resolved", PredictionOutcome.Held },
        { "it ended before anybody looked and came back", "-9 incident_resolved, -5 incident_reopened", null },
        { "it ended with its group", "5 resolved_with_parent, 5 incident_resolved", PredictionOutcome.Unknown },
        { "its source fell silent", "5 alert_stale, 5 incident_resolved", PredictionOutcome.Unknown },
        { "acted on and over", $"5 action_executed {Restarted}, 9 incident_resolved", PredictionOutcome.Held },
        { "acted on and not over", $"5 action_executed {Restarted}", PredictionOutcome.Failed },
        { "acted on and over too late", $"5 action_executed {Restarted}, 21 incident_resolved", PredictionOutcome.Failed },
        { "acted on, over, and back", $"5 action_executed {Restarted}, 9 incident_resolved, 12 incident_reopened", PredictionOutcome.Failed },
        {
            "acted on, seen not to have helped, and over all the same",
            $$"""5 action_executed {{Restarted}}, 7 action_verified {"verified":false}, 9 incident_resolved""", PredictionOutcome.Unknown
        },
        {
            "acted on, seen to have helped, and over",
            $$"""5 action_executed {{Restarted}}, 7 action_verified {"verified":true}, 9 incident_resolved""", PredictionOutcome.Held
        },
        { "an action that failed", """5 action_executed {"action":"restart_pod","status":"failed"}""", null },
        { "advice alone", """5 action_executed {"action":"suggest_config_fix","status":"success"}""", null },
    };

    [Theory, MemberData(nameof(Stories))]
    public void A_prediction_holds_if_the_alert_is_gone_and_stays_away(string story, string events, PredictionOutcome? expected)
    {
        var check = PredictionRules.Check(Waiting, new(Over, Timeline(events), null), Noon.AddHours(1));
        Assert.True(expected == check.Outcome, $"{story}: {check}");
        Assert.Equal(expected is null, check.LookAgainAt > Noon.AddHours(1));
        Assert.Equal(expected is null, check.Reason.Length == 0);
    }

    [Fact]
    public void It_waits_for_the_quarter_of_an_hour_unless_the_alert_is_back_before()
    {
        var ended = Timeline("5 incident_resolved");
        Assert.Equal(Noon.AddMinutes(20), PredictionRules.Check(Waiting, new(Over, ended, null), Noon.AddMinutes(19)).LookAgainAt);
        Assert.Equal(
            PredictionOutcome.Failed,
            PredictionRules.Check(Waiting, new(Over, Timeline("5 incident_resolved, 6 alert_reopened"), null), Noon.AddMinutes(7)).Outcome);
        Assert.Equal(PredictionOutcome.Held, PredictionRules.Check(Waiting, new(Over, ended, null), Noon.AddMinutes(20)).Outcome);
    }

    [Theory]
    [InlineData(4, PredictionOutcome.Held)]
    [InlineData(6, PredictionOutcome.Failed)]
    [InlineData(20, PredictionOutcome.Failed)]
    [InlineData(21, PredictionOutcome.Held)]
    public void Another_incident_of_the_same_alert_is_the_alert_come_back(int minute, PredictionOutcome expected) =>
        Assert.Equal(
            expected,
            PredictionRules.Check(Waiting, new(Over, Timeline("5 incident_resolved"), Noon.AddMinutes(minute)), Noon.AddHours(1)).Outcome);

    [Fact]
    public void What_a_person_ends_while_the_alert_still_fires_tells_nothing()
    {
        var believed = Over with { ResolvedByHuman = true, Alerts = [new("a", Firing: true)] };
        var ended = Timeline("5 incident_resolved");
        Assert.Equal(PredictionOutcome.Unknown, PredictionRules.Check(Waiting, new(believed, ended, null), Noon.AddHours(1)).Outcome);
        Assert.Equal(
            PredictionOutcome.Held,
            PredictionRules.Check(Waiting, new(believed with { Alerts = [new("a", Firing: false)] }, ended, null), Noon.AddHours(1)).Outcome);
    }

    [Fact]
    public void After_a_week_nobody_waits_any_more()
    {
        Assert.Null(PredictionRules.Check(Waiting, new(Over, [], null), Noon.AddDays(7).AddSeconds(-1)).Outcome);
        Assert.Equal(PredictionOutcome.Unknown, PredictionRules.Check(Waiting, new(Over, [], null), Noon.AddDays(7)).Outcome);
    }

    [Fact]
    public void Looking_again_keeps_what_is_waited_for_unless_another_cause_is_found()
    {
        var first = PredictionRules.After([], Found("oom_killed"), isOver: false);
        Assert.Equal(Noon, Assert.Single(first).MadeAt);
        Assert.Equal(first, PredictionRules.After(first, Found("oom_killed", 10), isOver: false));
        Assert.Equal("bad_deploy", Assert.Single(PredictionRules.After(first, Found("bad_deploy", 10), isOver: false)).Cause);
        Assert.Empty(PredictionRules.After(first, Found(null, 10), isOver: false));

        ImmutableArray<Prediction> known = [first[0] with { Outcome = PredictionOutcome.Failed, CheckedAt = Noon.AddMinutes(20) }];
        Assert.Equal(2, PredictionRules.After(known, Found("oom_killed", 30), isOver: false).Length);
        Assert.Single(PredictionRules.After(known, Found("oom_killed", 30), isOver: true));
        Assert.Single(PredictionRules.After(known, Found(null, 30), isOver: false));
    }

    private static IncidentDiagnosis Found(string? cause, int minute = 0) => new()
    {
        IncidentId = "inc-1", LogLimit = 50, Fingerprint = "f", StartedAt = Noon.AddMinutes(minute), CompletedAt = Noon.AddMinutes(minute),
        Report = new()
        {
            At = Noon, Evidence = [],
            Hypotheses = cause is null
                ? []
                :
                [
                    new()
                    {
                        Cause = cause, Component = new("Deployment", "shop", "cart"), Confidence = 0.9, Claims = [new("So it is.", ["E1"])],
                        Expected = "No container is killed.",
                    },
                ],
        },
    };

    /// <param name="events">Minute, type and payload of each, with commas between them.</param>
    private static ImmutableArray<TimelineEvent> Timeline(string events) =>
    [
        .. events.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(e => e.Split(' ', 3)).Select(e => new TimelineEvent(
            e[1], "system", Noon.AddMinutes(int.Parse(e[0], System.Globalization.CultureInfo.InvariantCulture)), e.Length > 2 ? e[2] : "{}")),
    ];
}
