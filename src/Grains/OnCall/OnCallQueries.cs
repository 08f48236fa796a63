using System.Collections.Immutable;
using AiSre.Domain.Definitions;
using AiSre.Domain.OnCall;
using AiSre.Grains.Definitions;
using NodaTime;
using Orleans.Concurrency;

namespace AiSre.Grains.OnCall;

[GrainType("oncall-queries"), StatelessWorker]
public sealed class OnCallQueries(IDefinitions definitions, TimeProvider clock) : Grain, IOnCallQueries
{
    /// <summary>Changes of the definitions that a schedule of the past follows; what comes after them is shown as it is defined now.</summary>
    private const int MostPeriods = 200;

    public async Task<CurrentDuty?> CurrentAsync(string workspace, string? service, DateTimeOffset? at)
    {
        var (then, when) = await DefinedAsync(workspace, at);
        return TeamRules.Of(then, service) is { } team ? DutyFacts.Current(then, team, service, when) : null;
    }

    public async Task<CurrentDuty?> CurrentOfTeamAsync(string workspace, string team, DateTimeOffset? at)
    {
        var (then, when) = await DefinedAsync(workspace, at);
        return then.Teams.GetValueOrDefault(team) is { } meant ? DutyFacts.Current(then, meant, null, when) : null;
    }

    public async Task<DutySchedule?> ScheduleAsync(ScheduleQuery query)
    {
        var (from, to) = (Instant.FromDateTimeOffset(query.From), Instant.FromDateTimeOffset(query.To));
        var periods = await PeriodsAsync(query.Workspace, from, to);
        if (query.Person is { } person && !periods.Exists(period => period.Definitions.People.ContainsKey(person))) return null;
        var teams = periods.AsEnumerable().Reverse().SelectMany(period => period.Definitions.Teams.Values)
            .DistinctBy(team => team.Name, StringComparer.OrdinalIgnoreCase)
            .Where(team => query.Team is null || OnCallRules.IsSame(team.Name, query.Team))
            .OrderBy(team => team.Name, StringComparer.Ordinal).ToList();
        return query.Team is not null && teams.Count == 0 ? null : new([.. teams.Select(team => DutyFacts.Schedule(team, periods, query))]);
    }

    public async Task<ImmutableArray<TeamFacts>> TeamsAsync(string workspace)
    {
        var now = clock.GetUtcNow();
        var known = await definitions.OfAsync(workspace);
        return [.. known.Teams.Values
            .OrderBy(team => team.Name, StringComparer.Ordinal)
            .Select(team => DefinedFacts.Of(team, OnCallRules.At(known, team, now)))];
    }

    public async Task<ImmutableArray<PersonFacts>> PeopleAsync(string workspace)
    {
        var known = await definitions.OfAsync(workspace);
        return [.. known.People.Values.OrderBy(person => person.Id, StringComparer.Ordinal).Select(person => DefinedFacts.Of(person, known))];
    }

    public async Task<NamedSomebody> NamedAsync(string workspace, string name, bool orTeam) =>
        NamedSomebody.Of(await definitions.OfAsync(workspace), name, orTeam);

    public async Task<ImmutableArray<OverrideFacts>> OverridesAsync(string workspace)
    {
        var now = clock.GetUtcNow();
        var known = await definitions.OfAsync(workspace);
        return
        [
            .. known.Teams.Values.SelectMany(team => team.Overrides).Concat(known.Overrides).Select(DefinedFacts.Of)
                .Where(standIn => standIn.End > now).OrderBy(standIn => standIn.Start).ThenBy(standIn => standIn.Team, StringComparer.Ordinal),
        ];
    }

    /// <summary>What was defined at an instant; for now and the future, what is defined now.</summary>
    private async ValueTask<(WorkspaceDefinitions Defined, Instant At)> DefinedAsync(string workspace, DateTimeOffset? at)
    {
        var now = clock.GetUtcNow();
        var defined = at < now ? await definitions.AtAsync(workspace, at.Value) : await definitions.OfAsync(workspace);
        return (defined, Instant.FromDateTimeOffset(at ?? now));
    }

    /// <summary>The past as it was defined then, the rest as it is defined now.</summary>
    private async ValueTask<List<DefinitionPeriod>> PeriodsAsync(string workspace, Instant from, Instant to)
    {
        var past = Instant.Min(to, Instant.FromDateTimeOffset(clock.GetUtcNow()));
        var periods = new List<DefinitionPeriod>();
        while (from < past && periods.Count < MostPeriods)
        {
            var then = await definitions.AtAsync(workspace, from.ToDateTimeOffset());
            var until = then.ReplacedAt is { } replaced && Instant.FromDateTimeOffset(replaced) is var end && end > from
                ? Instant.Min(end, past)
                : past;
            periods.Add(new(from, until, then));
            from = until;
        }
        if (from < to) periods.Add(new(from, to, await definitions.OfAsync(workspace)));
        return periods;
    }
}
