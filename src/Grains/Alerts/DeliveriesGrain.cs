using AiSre.Grains.Ledger;
using Orleans.Concurrency;
using Orleans.Placement;

namespace AiSre.Grains.Alerts;

/// <summary>Delivery ids: those that are being processed in memory, those that were in the ledger.</summary>
[GrainType("deliveries"), Reentrant, PreferLocalPlacement]
public sealed class DeliveriesGrain(ILedger ledger, IIncidentReads reads, TimeProvider clock) : Grain, IDeliveriesGrain
{
    /// <summary>A processing that takes longer has died; its delivery may be tried again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>PagerDuty retries for 48 hours; nobody retries longer.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(48);

    private readonly Dictionary<string, DateTimeOffset> inFlight = [];

    public async Task<DeliveryAnswer?> BeginAsync(string id)
    {
        var (workspace, source) = Key();
        if (IsInFlight(id)) return DeliveryAnswer.InFlight;
        inFlight[id] = clock.GetUtcNow();
        DeliveryAnswer? answer;
        try
        {
            answer = await reads.DeliveryAsync(workspace, source, id);
        }
        catch
        {
            inFlight.Remove(id);
            throw;
        }
        if (answer is not null) inFlight.Remove(id);
        return answer;
    }

    public async Task CompleteAsync(string id, DeliveryAnswer? answer)
    {
        var (workspace, source) = Key();
        var now = clock.GetUtcNow();
        try
        {
            if (answer is null) return;
            await ledger.CommitAsync(new DeliveryRecord
            {
                Workspace = workspace,
                Source = source,
                Id = id,
                At = now.ToUnixTimeMilliseconds(),
                Status = answer.Status,
                Response = answer.Body,
                ForgetBefore = (now - Remembered).ToUnixTimeMilliseconds(),
            });
        }
        finally
        {
            inFlight.Remove(id);
        }
    }

    private bool IsInFlight(string id) => inFlight.TryGetValue(id, out var since) && clock.GetUtcNow() - since < Patience;

    private (string Workspace, string Source) Key() => GrainKeys.ParseDelivery(this.GetPrimaryKeyString());
}
