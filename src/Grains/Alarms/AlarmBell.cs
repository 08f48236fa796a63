using System.Collections.Immutable;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Alarms;

/// <summary>
/// Tells the alarm grains after a commit that something is due at once, so that a page need not wait for their next look. Only a hint: an alarm
/// that nobody rang for is found a second later. Of many hints for one partition one is given, and then one each <see cref="Pause"/>, so that a
/// storm costs a few.
/// </summary>
public sealed class AlarmBell(IGrainFactory grains, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly int[] rung = new int[AlarmTarget.Partitions];

    /// <param name="target">Whom the alarms call, unless they say another.</param>
    /// <param name="alarms">What has been committed.</param>
    public void After(AlarmTarget target, ImmutableArray<AlarmChange> alarms)
    {
        if (alarms.IsDefaultOrEmpty) return;
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var alarm in alarms)
        {
            if (alarm is AlarmSet set && set.DueAt <= now) Ring((set.Of ?? target).Partition);
        }
    }

    private void Ring(int partition)
    {
        if (Interlocked.Increment(ref rung[partition]) == 1) _ = Task.Run(() => RingAsync(partition));
    }

    private async Task RingAsync(int partition)
    {
        int heard;
        do
        {
            heard = Volatile.Read(ref rung[partition]);
            try
            {
                await grains.GetGrain<IAlarmGrain>(partition).LookAsync();
            }
            catch (Exception)
            {
                // It was a hint.
            }
            await Task.Delay(Pause);
        }
        while (Interlocked.Add(ref rung[partition], -heard) > 0);
    }
}
