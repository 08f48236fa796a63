using AiSre.Domain.OnCall;
using AiSre.Grains.Ledger;
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
            if (OverrideRules.Read(definitions, request.Team, request.User, request.From, request.To, request.TimeZone, request.Reason,
                out var refused) is not { } standIn)
                return new DefinitionsChange<OverrideOutcome>(state, new(null, refused?.Field, refused?.Problem));
            var now = clock.GetUtcNow();
            var kept = state.Overrides.RemoveAll(entry => EndOf(entry) < now - History || entry.RemovedAt < now - History);
            if (kept.Length >= MaxOverrides)
                return new(state, new(null, "team", $"There are {MaxOverrides} overrides of the last {History.TotalDays} days; more are not kept."));
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
            return new(state with { Overrides = kept.Add(added) },
                new(added.Id, null, null)) { Audit = Audit(request.Actor, "override_added", added, now) };
        });
        cache.Outdated(Workspace);
        return outcome;
    }

    public async Task<bool> RemoveOverrideAsync(string id, string actor)
    {
        var removed = await Store.ChangeAsync(state =>
        {
            if (state.Overrides.FirstOrDefault(entry => entry.Id == id) is not { } entry) return new DefinitionsChange<bool>(state, false);
            if (entry.RemovedAt is not null) return new(state, true);
            var now = clock.GetUtcNow();
            var removed = entry with { RemovedAt = now, RemovedBy = actor };
            return new(state with { Overrides = state.Overrides.Replace(entry, removed) },
                true) { Audit = Audit(actor, "override_removed", entry, now) };
        });
        cache.Outdated(Workspace);
        return removed;
    }

    private static AuditRecord Audit(string actor, string action, StoredOverride entry, DateTimeOffset now) =>
        new(actor, action, "override", entry.Id, now.ToUnixTimeMilliseconds());

    private static DateTimeOffset? EndOf(StoredOverride entry) =>
        SnapshotReading.Local(entry.To) is { } to
            ? LocalTimes.At(to, LocalTimes.IsZone(entry.TimeZone) ? LocalTimes.Zone(entry.TimeZone) : DateTimeZone.Utc).ToDateTimeOffset()
            : null;
}
