using AiSre.Domain.Diagnosis;
using AiSre.Domain.Incidents;
using AiSre.Grains.Diagnosis;

namespace AiSre.Grains.Tests.Diagnosis;

/// <summary>By a silo of its own: it is started anew.</summary>
public sealed class PredictionTests : IAsyncLifetime
{
    private readonly DiagnosingSilo diagnosing = new();
    private TestSilo silo = null!;
    private Tenant tenant = null!;

    public async ValueTask InitializeAsync()
    {
        await diagnosing.InitializeAsync();
        silo = diagnosing.Silo;
        tenant = silo.NewTenant();
    }

    public ValueTask DisposeAsync() => diagnosing.DisposeAsync();

    [Fact]
    public async Task What_was_predicted_is_looked_at_after_the_end_once_also_by_a_silo_that_was_started_anew()
    {
        var (held, back) = (await DiagnosedAsync("a"), await DiagnosedAsync("b", "ledger"));
        Assert.Null(Assert.Single((await Grain(held).LastAsync())!.Predictions).Outcome);
        await tenant.SendAsync(Signals.Resolved("a"));
        await tenant.SendAsync(Signals.Resolved("b", "ledger"));
        silo.Clock.Advance(TimeSpan.FromMinutes(3));
        await tenant.SendAsync(Signals.Firing("b", "ledger"));
        await silo.RestartAsync(TimeSpan.FromMinutes(20));

        await silo.AfterTicksAsync(
            async () => await CheckedAsync(held) is PredictionOutcome.Held && await CheckedAsync(back) is PredictionOutcome.Failed,
            "both are checked");
        silo.Clock.Advance(TimeSpan.FromHours(8));
        await silo.NothingDueAsync();

        var payload = Assert.Single(await tenant.PayloadsAsync(held, EventTypes.PredictionChecked));
        Assert.Equal(("oom_killed", "held"), (payload.GetProperty("cause").GetString(), payload.GetProperty("outcome").GetString()));
        Assert.Contains("came back", Assert.Single(await tenant.PayloadsAsync(back, EventTypes.PredictionChecked)).GetProperty("reason").GetString(),
            StringComparison.Ordinal);
        Assert.Equal(
            new(2, 0, 0, 1, 1, 0), (await silo.Grains.GetGrain<ICalibrationGrain>(tenant.Workspace).ReportAsync(null)).Tally);
    }

    private async Task<PredictionOutcome?> CheckedAsync(string id) => (await Grain(id).LastAsync())!.Predictions[^1].Outcome;

    private async Task<string> DiagnosedAsync(string alert, string service = Tenant.Service)
    {
        var id = (await tenant.SendAsync(Signals.Firing(alert, service))).IncidentId!;
        await Grain(id).GetAsync(50, refresh: false);
        return id;
    }

    private IDiagnosisGrain Grain(string incidentId) => silo.Grains.GetGrain<IDiagnosisGrain>(GrainKeys.Incident(tenant.Workspace, incidentId));
}
