using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Incidents;
using AiSre.Grains.Slos;

namespace AiSre.Grains.Tests.Slos;

/// <summary>The objective that tests of a workspace are about, by whichever source.</summary>
internal sealed class Till(TestSilo silo, Tenant tenant)
{
    public const string Name = "till";

    public static SloDefinition OfIncidents => new() { Name = Name, Service = Tenant.Service, Target = 0.9995 };

    public static SloDefinition OfEvents => OfIncidents with { Source = new EventSloSource(), Target = 0.99 };

    public ISlosGrain Slos => silo.Grains.GetGrain<ISlosGrain>(tenant.Workspace);

    public ISloGrain Grain => Of(Name);

    public ISloGrain Of(string name) => silo.Grains.GetGrain<ISloGrain>(GrainKeys.Slo(tenant.Workspace, name));

    public async Task PutAsync(SloDefinition definition) =>
        Assert.Equal(SloRefusal.None, (await Slos.PutAsync([definition with { Workspace = tenant.Workspace }], "dave")).Refusal);

    public async Task<List<Incident>> TiersAsync(string tier) =>
        [.. (await tenant.IncidentsAsync()).Where(incident => incident.Labels.Find("tier") == tier)];

    public async Task<Incident> TierAsync(string tier, IncidentPhase phase)
    {
        await silo.AfterTicksAsync(async () => (await TiersAsync(tier)).Exists(incident => incident.Phase == phase), $"{tier} is {phase}");
        return Assert.Single(await TiersAsync(tier));
    }
}
