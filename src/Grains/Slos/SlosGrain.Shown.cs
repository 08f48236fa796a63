using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Slos;

namespace AiSre.Grains.Slos;

/// <summary>What people are shown of all of them.</summary>
public sealed partial class SlosGrain
{
    public async Task<ImmutableArray<SloBurnt>> BurntAsync(Incident incident)
    {
        if (incident.Subject.Service is not { } service) return [];
        var (from, until) = (DowntimeRules.StartOf(incident.StartsAt, incident.CreatedAt), incident.ResolvedAt ?? clock.GetUtcNow());
        var raisedBy = incident.Adapter is AlertSource.Slo ? incident.Labels.Find(SloSignals.NameLabel) : null;
        var asked = (await ListAsync()).Where(slo => slo.Service == service && (raisedBy is null || slo.Name == raisedBy));
        var burnt = await Task.WhenAll(asked.Select(slo => GrainOf(slo.Name).BurntAsync(slo, incident.Id, from, until)));
        return [.. burnt.OfType<SloBurnt>().OrderByDescending(one => one.BudgetPercent).ThenBy(one => one.SloName, StringComparer.Ordinal)];
    }

    public async Task<ImmutableArray<SloWarning>> WarningsAsync()
    {
        var state = await ReadAsync();
        return
        [
            .. from one in Written(await DefinedAsync(), state)
               where SloGroupRules.IsGroup(one)
               let text = SloGroupRules.Warning(one, state.Groups.GetValueOrDefault(one.Name) ?? SloGroups.None)
               where text is not null
               orderby one.Name
               select new SloWarning(one.Name, text),
        ];
    }
}
