using System.Collections.Immutable;
using System.Security.Cryptography;
using AiSre.Domain.Access;
using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Workspaces;

[GrainType(WorkspaceKeysState.Kind)]
public sealed class WorkspaceKeysGrain(
    [PersistentState("workspace-keys", LedgerState.Storage)] IPersistentState<Kept<WorkspaceKeysState>> store, TimeProvider clock)
    : Grain, IWorkspaceKeysGrain
{
    private string Workspace => this.GetPrimaryKeyString();

    public async Task<ImmutableArray<ManagedKey>> ListAsync() => KeyRules.Listed((await ReadAsync()).Keys, clock.GetUtcNow());

    public Task<KeyOutcome> MakeAsync(NewKey key, string actor) => store.RetryOnConflictAsync(async () =>
    {
        var (state, now) = (await ReadAsync(), clock.GetUtcNow());
        if (KeyRules.Counting(state.Keys, now) >= IWorkspaceKeysGrain.MaxStanding) return new(KeyRefusal.TooMany);
        if (!await IsActiveAsync()) return new(KeyRefusal.NotActive);
        var (id, text) = NewText(now);
        var made = new ManagedKey
        {
            Id = id, Name = key.Name, Role = key.Role, Scopes = key.Scopes, Hash = KeyText.HashOf(text), CreatedAt = now, CreatedBy = actor,
            ExpiresAt = key.ExpiresAt,
        };
        await CommitAsync(state.Keys.Add(made), now, Record(actor, "key_created", made, now));
        return new KeyOutcome(KeyRefusal.None, made, text);
    });

    public Task<KeyOutcome> RotateAsync(string id, TimeSpan overlap, string actor) => store.RetryOnConflictAsync(async () =>
    {
        var (state, now) = (await ReadAsync(), clock.GetUtcNow());
        if (Find(state, id) is not { } known || !known.Counts(now)) return new(KeyRefusal.Unknown);
        if (known.ReplacedBy is not null) return new(KeyRefusal.Replaced, known);
        // For a while there is one more; a workspace that is full must be able to rotate.
        if (KeyRules.Counting(state.Keys, now) > IWorkspaceKeysGrain.MaxStanding) return new(KeyRefusal.TooMany);
        if (!await IsActiveAsync()) return new(KeyRefusal.NotActive);
        var (nextId, text) = NewText(now);
        var (ending, next) = KeyRules.Rotate(known, nextId, KeyText.HashOf(text), overlap, actor, now);
        await CommitAsync(
            state.Keys.Replace(known, ending).Add(next), now,
            Record(actor, "key_rotated", ending, now), Record(actor, "key_created", next, now));
        return new KeyOutcome(KeyRefusal.None, next, text);
    });

    public Task<ManagedKey?> RevokeAsync(string id, string actor) => store.RetryOnConflictAsync(async () =>
    {
        var (state, now) = (await ReadAsync(), clock.GetUtcNow());
        // What has ended by itself stays as it is: it says when it ended.
        if (Find(state, id) is not { } known || !known.Counts(now)) return Find(state, id);
        var revoked = known with { RevokedAt = now };
        await CommitAsync(state.Keys.Replace(known, revoked), now, Record(actor, "key_revoked", revoked, now));
        return revoked;
    });

    public Task NoteUsesAsync(ImmutableDictionary<string, DateTimeOffset> used) => store.RetryOnConflictAsync(async () =>
    {
        var state = await ReadAsync();
        var noted = KeyRules.WithUses(state.Keys, used);
        return noted == state.Keys || await CommitAsync(noted, clock.GetUtcNow());
    });

    /// <summary>Asked before a key is made: nothing is handed out for what is suspended or goes away.</summary>
    private async Task<bool> IsActiveAsync() => await GrainFactory.GetGrain<IWorkspaceGrain>(Workspace).EnterAsync(null) is WorkspaceDoor.Open;

    private async ValueTask<WorkspaceKeysState> ReadAsync() => await store.ReadAsync() ?? new();

    private Task<bool> CommitAsync(ImmutableArray<ManagedKey> keys, DateTimeOffset now, params ReadOnlySpan<AuditRecord> audit) =>
        store.CommitAsync(new WorkspaceKeysState { Keys = KeyRules.Listed(keys, now) }, new() { Audit = [.. audit] });

    private (string Id, string Text) NewText(DateTimeOffset now)
    {
        var id = NewIds.Key(now);
        return (id, KeyText.Of(Workspace, id, RandomNumberGenerator.GetBytes(KeyText.SecretBytes)));
    }

    private static ManagedKey? Find(WorkspaceKeysState state, string id) => state.Keys.FirstOrDefault(key => key.Id == id);

    private static AuditRecord Record(string actor, string action, ManagedKey key, DateTimeOffset now) => new(
        actor, action, WorkspaceKeysState.Kind, key.Id, now.ToUnixTimeMilliseconds(),
        EventPayload.Of(
            ("name", key.Name), ("role", key.Role.Word()), ("scopes", key.Scopes.IsEmpty ? null : key.Scopes.Select(scope => scope.Word())),
            ("expires_at", key.ExpiresAt), ("replaced_by", key.ReplacedBy)));
}
