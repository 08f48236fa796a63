using AiSre.Domain.Diagnosis;
using AiSre.Domain.Incidents;
using AiSre.Grains.Diagnosis;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Tests.Diagnosis;

public sealed class FeedbackTests(DiagnosingSilo diagnosing) : IClassFixture<DiagnosingSilo>
{
    private readonly TestSilo silo = diagnosing.Silo;
    private readonly Tenant tenant = diagnosing.Silo.NewTenant();

    private ICalibrationGrain Calibration => silo.Grains.GetGrain<ICalibrationGrain>(tenant.Workspace);

    [Fact]
    public async Task What_people_say_moves_the_confidence_for_the_service_at_once_and_stays()
    {
        var id = await DiagnosedAsync("a");

        var wrong = (await Grain(id).FeedbackAsync(false, "It was the deploy.", "dave"))!;

        Assert.Equal((0.72, new ConfidenceFeedback(0.9, 0, 1)), (wrong.Cause!.Confidence, wrong.Cause.Feedback));
        var said = Assert.Single(wrong.Feedback);
        Assert.Equal(
            ("dave", false, "It was the deploy.", "oom_killed", "Deployment/prod/payments", 0.9),
            (said.Actor, said.IsCorrect, said.RootCause, said.Cause, said.Component, said.Confidence));
        Assert.Equal(0.72, (await Grain(await DiagnosedAsync("b")).LastAsync())!.Cause!.Confidence);
        Assert.Equal(0.9, (await Grain(await DiagnosedAsync("c", "ledger")).LastAsync())!.Cause!.Confidence);

        await silo.DeactivateAsync(Grain(id));
        await silo.DeactivateAsync(Calibration);
        var later = (await Grain(id).GetAsync(50, refresh: true))!;
        Assert.Equal((0.72, "dave"), (later.Cause!.Confidence, Assert.Single(later.Feedback).Actor));

        var report = await Calibration.ReportAsync(null);
        Assert.Equal(new(3, 0, 1, 0, 0, 0), report.Tally);
        Assert.Equal((0.9, 0.78), Assert.Single(report.Causes) is var cause ? (cause.BaseConfidence, cause.AdjustedConfidence) : default);
        Assert.Equal(1, (await Calibration.ReportAsync("ledger")).Tally.Said);
    }

    [Fact]
    public async Task What_the_same_person_says_later_takes_the_place_of_it_and_said_twice_it_is_written_once()
    {
        var id = await DiagnosedAsync("a");
        for (var i = 0; i < 2; i++) await Grain(id).FeedbackAsync(false, null, "dave");
        await Grain(id).FeedbackAsync(true, null, "eve");

        var after = (await Grain(id).FeedbackAsync(true, "The cache.", "dave"))!;

        Assert.Equal([("eve", true), ("dave", true)], after.Feedback.Select(said => (said.Actor, said.IsCorrect)));
        Assert.Equal((0.92, 1, 0), (after.Cause!.Confidence, after.Cause.Feedback!.Right, after.Cause.Feedback.Wrong));
        Assert.Equal(3, (await tenant.EventsAsync(id)).Count(type => type == EventTypes.DiagnosisFeedback));
        var audit = await silo.Service<IActionReads>().AuditAsync(tenant.Workspace, null, EventTypes.DiagnosisFeedback, 10);
        Assert.Equal(["dave", "eve", "dave"], audit.Select(row => row.Actor));
        Assert.Contains("The cache.", audit[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_has_looked_there_is_nothing_to_say() =>
        Assert.Null(await Grain((await tenant.SendAsync(Signals.Firing("a"))).IncidentId!).FeedbackAsync(true, null, "dave"));

    private async Task<string> DiagnosedAsync(string alert, string service = Tenant.Service)
    {
        var id = (await tenant.SendAsync(Signals.Firing(alert, service))).IncidentId!;
        await Grain(id).GetAsync(50, refresh: false);
        return id;
    }

    private IDiagnosisGrain Grain(string incidentId) => silo.Grains.GetGrain<IDiagnosisGrain>(GrainKeys.Incident(tenant.Workspace, incidentId));
}
