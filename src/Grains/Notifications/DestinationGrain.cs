using AiSre.Domain.Notifications;
using AiSre.Grains.Alarms;
using AiSre.Grains.Definitions;
using AiSre.Grains.Holds;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace AiSre.Grains.Notifications;

/// <summary>
/// One address of one channel. Calls return at once; a loop beside them does the sending, and runs while there is something to send soon. Whatever
/// happens to it, one of two alarms stands as long as a message waits: <c>send</c>, which each message moves, or the lease of whoever acted on that.
/// </summary>
[GrainType(OutboxAlarm.Kind), RandomPlacement]
public sealed partial class DestinationGrain(
    ILedger ledger, IOutboxReads reads, IDocumentReads documents, IDefinitions definitions, IEnumerable<INotificationChannel> senders,
    LinkWriter links, GivenUpMessages givenUp, WorkspaceHolds holds, TimeProvider clock, ILogger<DestinationGrain> log)
    : Grain, IDestinationGrain, IAlarmTargetGrain, IDisposable
{
    private readonly CancellationTokenSource leaving = new();
    private string workspace = "";
    private string channelName = "";
    private string address = "";
    private DestinationQueue queue = null!;
    private SendingLease lease = null!;
    private SendingState sending = SendingState.New;

    /// <summary>What is on disk of <see cref="sending"/>; null before it was read.</summary>
    private DestinationState? stored;

    private Task loop = Task.CompletedTask;
    private bool running;

    private AlarmTarget Target => new(OutboxAlarm.Kind, workspace, GrainKeys.DestinationName(channelName, address));

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (workspace, channelName, address) = GrainKeys.ParseDestination(this.GetPrimaryKeyString());
        queue = new DestinationQueue(reads, workspace, channelName, address, clock);
        lease = new SendingLease(ledger, Target, clock);
        queue.Forget();
        return Task.CompletedTask;
    }

    public async Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm)
    {
        // From a newer version of this program, which knows what to do.
        if (alarm.Name is not (OutboxAlarm.Name or SendingLease.Alarm))
            throw new NotSupportedException($"A destination has no alarm '{alarm.Name}'.");
        // Before the commit, so that the lease is not given back while it is taken; and after it, because by then the loop may have ended.
        queue.Refresh();
        if (!await lease.AcquireAsync(alarm.Fired())) return AlarmAnswer.Settled;
        queue.Refresh();
        Start();
        return AlarmAnswer.Settled;
    }

    public Task WakeAsync()
    {
        queue.Refresh();
        Start();
        return Task.CompletedTask;
    }

    /// <summary>An attempt that is under way is finished and recorded, if there is time; what waits has its alarm.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await leaving.CancelAsync();
        try
        {
            await loop.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The attempt is made again, with the same key.
        }
    }

    public void Dispose()
    {
        leaving.Dispose();
        lease.Dispose();
    }

    private void Start()
    {
        if (running || leaving.IsCancellationRequested) return;
        running = true;
        loop = RunAsync();
    }
}
