using System.Collections.Immutable;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Notifications;

/// <summary>
/// The alarm that calls a destination back if whoever sends for it dies. It is moved on while somebody sends; when it is not where its holder left
/// it, another activation has taken over, and the holder must stop.
/// </summary>
public sealed class SendingLease(ILedger ledger, AlarmTarget target, TimeProvider clock) : IDisposable
{
    public const string Alarm = "retry";

    public static readonly TimeSpan Length = TimeSpan.FromSeconds(20);

    /// <summary>An attempt that begins has so much left at least: more than it may take.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(12);

    /// <summary>One change at a time: each says where the last one left the alarm.</summary>
    private readonly SemaphoreSlim gate = new(1, 1);

    private long? heldUntil;

    /// <summary>Acts on an alarm and holds the lease from now on.</summary>
    /// <returns>False: it had been acted on already, or there is a newer one.</returns>
    public Task<bool> AcquireAsync(AlarmFired fired) => ChangeAsync(until => [fired, new AlarmSet(Alarm, until)], clock.GetUtcNow() + Length);

    /// <summary>Holds it for long enough for an attempt.</summary>
    /// <returns>False: it was lost.</returns>
    public ValueTask<bool> KeepAsync() =>
        heldUntil is { } until && until - clock.GetUtcNow().ToUnixTimeMilliseconds() >= (long)Least.TotalMilliseconds
            ? new(true)
            : new(MoveAsync(clock.GetUtcNow() + Length));

    /// <summary>Calls back at that time.</summary>
    /// <returns>False: it was lost.</returns>
    public async Task<bool> MoveAsync(DateTimeOffset until)
    {
        ImmutableArray<AlarmChange> MoveTo(long to) =>
            heldUntil is { } held ? [new AlarmFired(Alarm, held), new AlarmSet(Alarm, to)] : [new AlarmSet(Alarm, to)];
        if (await ChangeAsync(MoveTo, until)) return true;
        heldUntil = null;
        return false;
    }

    /// <summary>Nothing is left to do.</summary>
    /// <param name="idle">Asked at the last moment, when no alarm can come in between any more.</param>
    public async Task ReleaseAsync(Func<bool> idle)
    {
        await gate.WaitAsync();
        try
        {
            if (heldUntil is not { } held || !idle()) return;
            heldUntil = null;
            // Refused means that another has it: then it is not ours to take away.
            await ledger.CommitAsync(new FactsEntry(target) { Facts = new() { Alarms = [new AlarmFired(Alarm, held)] } });
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<bool> ChangeAsync(Func<long, ImmutableArray<AlarmChange>> changes, DateTimeOffset until)
    {
        await gate.WaitAsync();
        try
        {
            var dueAt = UnixTime.RoundedUp(until);
            var entry = new FactsEntry(target) { Facts = new() { Alarms = changes(dueAt) } };
            var before = heldUntil;
            // While nobody knows whether it is committed, there is no telling where the alarm is.
            heldUntil = null;
            await ledger.CommitAsync(entry);
            heldUntil = entry.Outcome is LedgerOutcome.Applied ? dueAt : before;
            return entry.Outcome is LedgerOutcome.Applied;
        }
        finally
        {
            gate.Release();
        }
    }
}
