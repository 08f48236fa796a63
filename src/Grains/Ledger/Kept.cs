using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Grains.Ledger;

/// <summary>
/// What a grain's persistent state is when the ledger keeps it: <c>[PersistentState("name", LedgerState.Storage)]
/// IPersistentState&lt;Kept&lt;TState&gt;&gt;</c>. Read it with <see cref="LedgerState.ReadAsync"/> and change it with <see
/// cref="LedgerState.CommitAsync"/>.
/// </summary>
/// <typeparam name="T">The state: additive, with defaults for what an older document lacks.</typeparam>
public sealed class Kept<T> : IKept where T : class
{
    /// <summary>As it is on disk, also while another is being written; null when nothing was ever written.</summary>
    public T? Value { get; init; }

    /// <summary>What is being written in its place; null when it removes the state, or when nothing is being written.</summary>
    public T? Next { get; init; }

    /// <summary>Something is being written: <see cref="Next"/>, else what <see cref="Value"/> was set to.</summary>
    public bool IsWriting { get; init; }

    /// <summary>The ledger could not be asked when the grain activated, so nobody knows.</summary>
    public bool Unread { get; init; }

    /// <summary>What is being written with it; nothing once it is.</summary>
    public LedgerFacts Facts { get; init; } = LedgerFacts.None;

    /// <summary>Set by the storage: what came of the last write.</summary>
    public LedgerOutcome Outcome { get; set; }

    async ValueTask<(IKept State, int Version)> IKept.ReadAsync(IServiceProvider services, DocumentKey key)
    {
        try
        {
            var (value, version) = await services.GetRequiredService<ILedgerKind<T>>().FindAsync(key);
            return (new Kept<T> { Value = value }, version);
        }
        catch (LedgerUnavailableException)
        {
            // The grain asks again with its next call. A failure would keep its callers waiting: Orleans delays the end of an activation that failed
            // by 5 s.
            return (new Kept<T> { Unread = true }, 0);
        }
    }

    LedgerEntry IKept.Entry(IServiceProvider services, DocumentKey key, int version) =>
        services.GetRequiredService<ILedgerKind<T>>().Entry(key, version, IsWriting ? Next : Value, AuditAlarm.With(key.Workspace, Facts));
}

/// <summary>What the storage asks of a <see cref="Kept{T}"/> without knowing its state's type.</summary>
public interface IKept
{
    LedgerOutcome Outcome { get; set; }

    /// <returns>What the ledger has, and its version; 0 for nothing.</returns>
    ValueTask<(IKept State, int Version)> ReadAsync(IServiceProvider services, DocumentKey key);

    LedgerEntry Entry(IServiceProvider services, DocumentKey key, int version);
}

/// <summary>
/// How the state of a kind of grain is found and written. All kinds lie in <c>documents</c> (<see cref="DocumentKind{T}"/>) unless lists filter on
/// them.
/// </summary>
public interface ILedgerKind<T> where T : class
{
    /// <summary>The state with its row's version, which counts from 1; null and 0 when there is none.</summary>
    ValueTask<(T? State, int Version)> FindAsync(DocumentKey key);

    LedgerEntry Entry(DocumentKey key, int version, T? state, LedgerFacts facts);
}
