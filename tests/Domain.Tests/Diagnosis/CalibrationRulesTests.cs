using AiSre.Domain.Diagnosis;

namespace AiSre.Domain.Tests.Diagnosis;

public sealed class CalibrationRulesTests
{
    [Fact]
    public void Of_each_cause_it_says_how_often_it_was_said_and_how_often_right()
    {
        var report = CalibrationRules.Report(
            [
                Verdict("a", "oom_killed", 0.9, right: true, PredictionOutcome.Held), Verdict("b", "oom_killed", 0.9, right: false),
                Verdict("c", "oom_killed", 0.75, right: null, PredictionOutcome.Failed), Verdict("d", "bad_deploy", 1),
                Verdict("e", DiagnosisVerdict.Undetermined, 0, right: true, PredictionOutcome.Unknown),
            ],
            null);

        Assert.Equal(new(5, 2, 1, 1, 1, 1), report.Tally);
        Assert.Equal(["oom_killed", "bad_deploy", "undetermined"], report.Causes.Select(cause => cause.Cause));
        var killed = report.Causes[0];
        Assert.Equal(new(3, 1, 1, 1, 1, 0), killed.Tally);
        Assert.Equal([(0.7, 0.8, 1), (0.9, 1, 2)], killed.Bands.Select(band => (band.From, band.To, band.Tally.Said)));
        Assert.Equal((0.85, 0.74), (killed.BaseConfidence, killed.AdjustedConfidence));
        Assert.Equal([(0.9, 1)], report.Causes[1].Bands.Select(band => (band.From, band.Tally.Said)));
    }

    [Fact]
    public void What_people_say_counts_for_the_service_of_which_they_say_it()
    {
        DiagnosisVerdict[] verdicts =
            [Verdict("a", "oom_killed", 0.9, right: false), Verdict("b", "oom_killed", 0.9, service: "ledger"), Verdict("c", "oom_killed", 0.9)];

        Assert.Equal([new CauseCounts("oom_killed", 0, 1)], CalibrationRules.Counts(verdicts, "cart"));
        Assert.Empty(CalibrationRules.Counts(verdicts, "ledger"));
        Assert.Equal(0.72, CalibrationRules.Report(verdicts, "cart").Causes[0].AdjustedConfidence);
        Assert.Equal(0.9, CalibrationRules.Report(verdicts, "ledger").Causes[0].AdjustedConfidence);
        Assert.Equal(0.78, CalibrationRules.Report(verdicts, null).Causes[0].AdjustedConfidence);
        Assert.Equal(0, CalibrationRules.Report(verdicts, "nobody").Tally.Said);
    }

    [Fact]
    public void Of_an_incident_the_newest_word_counts_and_what_it_was_about()
    {
        var said = new IncidentDiagnosis
        {
            IncidentId = "inc-1", LogLimit = 50, Fingerprint = "f", StartedAt = DateTimeOffset.UnixEpoch, CompletedAt = DateTimeOffset.UnixEpoch,
            Report = new() { At = DateTimeOffset.UnixEpoch, Hypotheses = [], Evidence = [] },
        };
        var feedback = FeedbackRules.Add([Word("dave", true), Word("eve", false)], Word("dave", false) with { Cause = "bad_deploy" });

        var verdict = DiagnosisVerdict.Of("inc-1", "cart", said, feedback, [Prediction("oom_killed", PredictionOutcome.Held)]);

        Assert.Equal(["eve", "dave"], feedback.Select(one => one.Actor));
        Assert.Equal(("bad_deploy", false, null), (verdict.Cause, verdict.IsRight, verdict.Prediction));
        var none = DiagnosisVerdict.Of("inc-1", "cart", said, [], []);
        Assert.Equal((DiagnosisVerdict.Undetermined, null), (none.Cause, none.IsRight));
    }

    private static DiagnosisFeedback Word(string actor, bool isCorrect) =>
        new() { Actor = actor, IsCorrect = isCorrect, At = DateTimeOffset.UnixEpoch, Cause = "oom_killed", Confidence = 0.9 };

    private static Prediction Prediction(string cause, PredictionOutcome outcome) =>
        new() { Cause = cause, Component = "Deployment/shop/cart", Expected = "It ends.", MadeAt = DateTimeOffset.UnixEpoch, Outcome = outcome };

    private static DiagnosisVerdict Verdict(
        string id, string cause, double confidence, bool? right = null, PredictionOutcome? prediction = null, string service = "cart") => new()
    {
        IncidentId = id, Service = service, Cause = cause, Confidence = confidence, At = DateTimeOffset.UnixEpoch, IsRight = right,
        Prediction = prediction,
    };
}
