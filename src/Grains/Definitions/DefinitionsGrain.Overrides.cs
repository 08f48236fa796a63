using AiSre.Domain.OnCall;
using NodaTime;

namespace AiSre.Grains.Definitions;

public sealed partial class DefinitionsGrain
{
    private const int MaxOverrides = 1_000;

    /// <summary>Those that ended or were removed so long ago give way to new ones.</summary>
    private static readonly TimeSpan History = TimeSpan.FromDays(400);

    public async Task<OverrideOutcome> AddOverrideAsync(OverrideRequest request)
    {
        var outcome = await Store.ChangeAsync(state =>
        {
            var definitions = InForce(state);
            if (OverrideRules.Read(definitions, request.Team, request.User, request.From, request.To, request.TimeZone, request.Reason, out var refused) is not { } standIn)
                return Task.FromResult((state, new OverrideOutcome(null, refused?.Field, refused?.Problem)));
            var now = clock.GetUtcNow();
            var kept = state.Overrides.RemoveAll(entry => EndOf(entry) < now - History || entry.RemovedAt < now - History);
            if (kept.Length >= MaxOverrides)
                return Task.FromResult((state, new OverrideOutcome(null, "team", $"There are {MaxOverrides} overrides of the last {History.TotalDays} days; more are not kept.")));
            var added = new StoredOverride
            {
                Id = NewIds.Override(now),
                Team = standIn.Team,
                User = standIn.User,
                From = request.From,
                To = request.To,
                TimeZone = standIn.TimeZone,
                Reason = standIn.Reason,
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

    private static DateTimeOffset? EndOf(StoredOverride entry) =>
        SnapshotReading.Local(entry.To) is { } to ? LocalTimes.At(to, LocalTimes.IsZone(entry.TimeZone) ? LocalTimes.Zone(entry.TimeZone) : DateTimeZone.Utc).ToDateTimeOffset() : null;
}
