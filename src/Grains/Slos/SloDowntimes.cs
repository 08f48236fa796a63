using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Slos;

/// <summary>Which incidents of a service count as its downtime, and when they were open.</summary>
public sealed class SloDowntimes(IDowntimeReads reads)
{
    /// <summary>What has ended was born at most so long before the window.</summary>
    private static readonly TimeSpan LongestIncident = TimeSpan.FromDays(90);

    /// <summary>All that matter at a time, and what came later.</summary>
    public async ValueTask<ImmutableArray<SloDowntime>> OfAsync(
        string workspace, SloDefinition definition, IncidentSloSource source, DateTimeOffset at)
    {
        var from = BudgetPeriodRules.At(definition.Window, at).From;
        var longest = at.AddMinutes(-TierRules.Lookbacks(definition)[^1]);
        var found = await reads.OfServiceAsync(workspace, definition.Service, from < longest ? from : longest, LongestIncident);
        return
        [
            .. found.Where(one => IncidentDowntimeRules.Counts(source, one.Incident))
                .SelectMany(one => IncidentDowntimeRules.Of(one.Incident, one.Turns)),
        ];
    }
}
