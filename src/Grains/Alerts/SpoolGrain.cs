using AiSre.Domain.Alerts;
using AiSre.Grains.Ledger;
using AiSre.Grains.Workspaces;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Alerts;

/// <summary>
/// Empties the spool through the same intakes as everything else. A delivery leaves the spool when all its alerts are in the ledger; each alert's
/// mark commits with it, so a drain that dies half-way is simply done again. The order of the deliveries is kept for every intake.
/// </summary>
[GrainType("spool")]
public sealed partial class SpoolGrain(ISpool spool, ILedger ledger, TimeProvider clock, ILogger<SpoolGrain> log) : Grain, ISpoolGrain
{
    private const int AtOnce = 500;
    private const int MaxAttempts = 5;

    /// <summary>What all of them hold at most, unless one holds more: an intake must be through with it while its caller waits.</summary>
    private const int SignalsAtOnce = 1_000;

    /// <summary>Less than a call between silos may take.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Deliveries that failed in a way that nobody foresaw. While a workspace has any, one of it is taken up at a time, so that they stand alone.
    /// </summary>
    private readonly Dictionary<string, (string Workspace, int Count)> attempts = [];

    public async Task<int> DrainAsync()
    {
        var started = clock.GetTimestamp();
        var taken = 0;
        while (clock.GetElapsedTime(started) < Slice)
        {
            var waiting = Few(await spool.PeekAsync(AtOnce));
            if (waiting.Count == 0) break;
            // What one workspace cannot store, because its share of the ledger is used up, others can.
            var stored = await Task.WhenAll(waiting.GroupBy(spooled => spooled.Delivery.Workspace).Select(own => StoreAsync([.. own])));
            List<(string Handle, SpooledDelivery Delivery)> done = [.. stored.SelectMany(own => own)];
            if (done.Count > 0) await spool.RemoveAsync(done);
            taken += done.Count;
            if (done.Count < waiting.Count) break;
        }
        return taken;
    }

    private List<(string Handle, SpooledDelivery Delivery)> Few(IReadOnlyList<(string Handle, SpooledDelivery Delivery)> waiting)
    {
        var signals = 0;
        var suspect = attempts.Values.Select(attempt => attempt.Workspace).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var alone = waiting.Where(spooled => !suspect.Contains(spooled.Delivery.Workspace) || seen.Add(spooled.Delivery.Workspace));
        return [.. alone.TakeWhile((spooled, i) => (signals += spooled.Delivery.Signals.Length) <= SignalsAtOnce || i == 0)];
    }

    /// <returns>Those that are in the ledger now.</returns>
    private async Task<List<(string Handle, SpooledDelivery Delivery)>> StoreAsync(IReadOnlyList<(string Handle, SpooledDelivery Delivery)> waiting)
    {
        try
        {
            var gone = await GoneAsync(waiting);
            var earlier = await Task.WhenAll(waiting.Select(spooled => BeginAsync(spooled.Delivery)));
            var fresh = waiting.Where((spooled, i) => earlier[i] is null && !gone.Contains(spooled.Delivery.Workspace))
                .Select(spooled => spooled.Delivery).ToList();
            await Task.WhenAll(
                fresh.Where(delivery => delivery.Signals.IsEmpty).Select(delivery => ledger.CommitAsync(LetterOf(delivery, delivery.Error))));
            var refused = (await Task.WhenAll(Batches(fresh).Select(ReplayAsync))).SelectMany(ids => ids).ToHashSet();
            await Task.WhenAll(fresh.Select(delivery => EndAsync(delivery, stored: !refused.Contains(delivery.Id))));
            // The same delivery is being processed at this moment, here or by a request: it is known next time.
            refused.UnionWith(waiting.Where((_, i) => earlier[i] is { Status: 0 }).Select(spooled => spooled.Delivery.Id));
            return [.. waiting.Where(spooled => !refused.Contains(spooled.Delivery.Id))];
        }
        catch (Exception exception) when (exception is LedgerUnavailableException or LedgerFullException or OrleansException or TimeoutException)
        {
            // What is stored by now is marked; the rest comes next time.
            return [];
        }
    }

    /// <summary>Sees to it that their workspaces are there.</summary>
    /// <returns>Those that were deleted: what was in the spool for them goes with them.</returns>
    private async Task<HashSet<string>> GoneAsync(IReadOnlyList<(string Handle, SpooledDelivery Delivery)> waiting)
    {
        var names = waiting.GroupBy(spooled => spooled.Delivery.Workspace, spooled => spooled.Delivery.WorkspaceName).ToList();
        var doors = await Task.WhenAll(
            names.Select(name => GrainFactory.GetGrain<IWorkspaceGrain>(name.Key).EnterAsync(name.LastOrDefault(text => text is not null))));
        return [.. names.Where((_, i) => doors[i] is WorkspaceDoor.Deleted).Select(name => name.Key)];
    }

    /// <summary>The signals by intake, in the order in which they came.</summary>
    private static IEnumerable<IGrouping<string, (SpooledDelivery Delivery, AlertSignal Signal)>> Batches(List<SpooledDelivery> deliveries) =>
        deliveries.SelectMany(delivery => delivery.Signals.Select(signal => (delivery, signal: signal with { Raw = RawOf(delivery) })))
            .GroupBy(item => GrainKeys.IntakeOf(item.delivery.Workspace, item.signal));

    /// <summary>
    /// The body is kept for the incident of a single alert only: which part of it belongs to which of several nobody knows any more.
    /// </summary>
    private static RawAlert RawOf(SpooledDelivery delivery) => delivery.Signals.Length == 1 ? RawAlert.Of(delivery.Payload) : default;

    /// <returns>The deliveries that must stay.</returns>
    private async Task<IReadOnlyCollection<string>> ReplayAsync(IGrouping<string, (SpooledDelivery Delivery, AlertSignal Signal)> batch)
    {
        var items = batch.ToList();
        try
        {
            var answer = await GrainFactory.GetGrain<IServiceIntakeGrain>(batch.Key).ReplayAsync([.. items.Select(item => item.Signal)]);
            foreach (var (delivery, _) in items) attempts.Remove(delivery.Id);
            return [.. items
                .Where((_, i) => i >= answer.Results.Length || answer.Results[i].Action == SignalActions.Refused)
                .Select(item => item.Delivery.Id)];
        }
        catch (Exception exception) when (exception is LedgerUnavailableException or LedgerFullException or OrleansException or TimeoutException)
        {
            return [.. items.Select(item => item.Delivery.Id)];
        }
        catch (Exception exception)
        {
            LogFailed(log, batch.Key, exception);
            var refused = new List<string>();
            foreach (var delivery in items.Select(item => item.Delivery).DistinctBy(delivery => delivery.Id))
            {
                if (!await GiveUpAsync(delivery, exception)) refused.Add(delivery.Id);
            }
            return refused;
        }
    }

    /// <summary>After its attempts a delivery becomes a dead letter, so that it does not hold up the others for ever.</summary>
    private async Task<bool> GiveUpAsync(SpooledDelivery delivery, Exception exception)
    {
        var count = attempts.GetValueOrDefault(delivery.Id).Count + 1;
        attempts[delivery.Id] = (delivery.Workspace, count);
        if (count < MaxAttempts) return false;
        await ledger.CommitAsync(LetterOf(delivery, $"Processing failed: {exception.GetType().Name}."));
        attempts.Remove(delivery.Id);
        return true;
    }

    /// <summary>Null when it is to be taken up; else the answer that the same delivery got when it was sent again in between.</summary>
    private async Task<DeliveryAnswer?> BeginAsync(SpooledDelivery delivery) =>
        delivery.DeliveryId is { } id ? await Deliveries(delivery, id).BeginAsync(id) : null;

    private Task EndAsync(SpooledDelivery delivery, bool stored) => delivery.DeliveryId is { } id
        ? Deliveries(delivery, id).CompleteAsync(id, stored ? new DeliveryAnswer(200, """{"ok":true,"queued":true}""") : null)
        : Task.CompletedTask;

    private IDeliveriesGrain Deliveries(SpooledDelivery delivery, string id) =>
        GrainFactory.GetGrain<IDeliveriesGrain>(GrainKeys.Delivery(delivery.Workspace, delivery.Source, id));

    private static DeadLetterEntry LetterOf(SpooledDelivery delivery, string error) =>
        DeadLetters.EntryOf(new(0, delivery.Workspace, delivery.Source, delivery.Payload, error, delivery.At));

    [LoggerMessage(Level = LogLevel.Error, Message = "Alerts from the spool could not be processed by {Intake}")]
    private static partial void LogFailed(ILogger log, string intake, Exception exception);
}
