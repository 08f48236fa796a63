using AiSre.Domain.Definitions;
using NodaTime;

namespace AiSre.Grains.Definitions;

public sealed partial class DefinitionsGrain
{
    private const int MaxOverrides = 1_000;
    private const int MaxReason = 500;

    /// <summary>Those that ended or were removed so long ago give way to new ones.</summary>
    private static readonly TimeSpan History = TimeSpan.FromDays(400);

    public async Task<OverrideOutcome> AddOverrideAsync(OverrideRequest request)
    {
        var outcome = await Store.ChangeAsync(state =>
        {
            var definitions = InForce(state);
            if (Refusal(request, definitions) is { } refusal) return Task.FromResult((state, refusal));
            var team = definitions.Teams[request.Team];
            var now = clock.GetUtcNow();
            var kept = state.Overrides.RemoveAll(entry => EndOf(entry) < now - History || entry.RemovedAt < now - History);
            if (kept.Length >= MaxOverrides)
                return Task.FromResult((state, new OverrideOutcome(null, "team", $"There are {MaxOverrides} overrides of the last {History.TotalDays} days; more are not kept.")));
            var added = new StoredOverride
            {
                Id = NewIds.Override(now),
                Team = team.Name,
                User = definitions.People[request.User].Id,
                From = request.From,
                To = request.To,
                TimeZone = request.TimeZone ?? team.TimeZone,
                Reason = request.Reason,
                CreatedAt = now,
                CreatedBy = request.Actor,
            };
            return Task.FromResult((state with { Overrides = kept.Add(added) }, new OverrideOutcome(added.Id, null, null)));
        });
        cache.Outdated(this.GetPrimaryKeyString());
        return outcome;
    }

    public async Task<bool> RemoveOverrideAsync(string id, string actor)
    {
        var removed = await Store.ChangeAsync(state =>
        {
            if (state.Overrides.FirstOrDefault(entry => entry.Id == id) is not { } entry) return Task.FromResult((state, false));
            if (entry.RemovedAt is not null) return Task.FromResult((state, true));
            return Task.FromResult((state with { Overrides = state.Overrides.Replace(entry, entry with { RemovedAt = clock.GetUtcNow(), RemovedBy = actor }) }, true));
        });
        cache.Outdated(this.GetPrimaryKeyString());
        return removed;
    }

    private static OverrideOutcome? Refusal(OverrideRequest request, WorkspaceDefinitions definitions)
    {
        if (!definitions.Teams.ContainsKey(request.Team)) return Refused("team", $"There is no team '{request.Team}'; allowed: {Names(definitions.Teams.Values.Select(team => team.Name))}.");
        if (!definitions.People.ContainsKey(request.User)) return Refused("user", $"There is no user '{request.User}'; allowed: {Names(definitions.People.Values.Select(person => person.Id))}.");
        if (request.TimeZone is { } zone && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null) return Refused("time_zone", $"'{zone}' is no time zone; allowed are IANA names such as Europe/Berlin.");
        if (SnapshotReading.Local(request.From) is not { } from) return Refused("from", "Must be a local time such as 2026-05-25T12:00.");
        if (SnapshotReading.Local(request.To) is not { } to) return Refused("to", "Must be a local time such as 2026-05-25T16:00.");
        if (to <= from) return Refused("to", "Must be after 'from'.");
        return request.Reason?.Length > MaxReason ? Refused("reason", $"Must be at most {MaxReason} characters long.") : null;
    }

    private static OverrideOutcome Refused(string field, string problem) => new(null, field, problem);

    private static string Names(IEnumerable<string> names)
    {
        var sorted = string.Join(", ", names.Order(StringComparer.OrdinalIgnoreCase).Take(20));
        return sorted.Length > 0 ? sorted : "none, because none is defined";
    }

    private static DateTimeOffset? EndOf(StoredOverride entry) =>
        SnapshotReading.Local(entry.To)?.InZoneLeniently(DateTimeZoneProviders.Tzdb.GetZoneOrNull(entry.TimeZone) ?? DateTimeZone.Utc).ToDateTimeOffset();
}
