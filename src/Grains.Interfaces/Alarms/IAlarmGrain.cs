using Orleans.Concurrency;

namespace AiSre.Grains.Alarms;

/// <summary>
/// Calls the grains whose alarms are due: one of sixteen, each with its share of the alarms, kept awake by a reminder. Late alarms included, oldest
/// first. Key: 0 to 15.
/// </summary>
[Alias("aisre.alarms")]
public interface IAlarmGrain : IGrainWithIntegerKey
{
    /// <summary>Starts it where it does not run, and makes sure that it is started again if it stops.</summary>
    [Alias("wake")]
    Task WakeAsync();

    /// <summary>Something became due: looks at once, or once more when it is looking.</summary>
    [Alias("look"), OneWay, AlwaysInterleave]
    Task LookAsync();
}

/// <summary>A grain that has alarms. Its key starts with the workspace.</summary>
[Alias("aisre.alarm-target")]
public interface IAlarmTargetGrain : IGrainWithStringKey
{
    /// <summary>
    /// The time has come. Decide from state and now, not from the call: it may come late, again, or when nothing is due any more. What is done must
    /// commit together with the alarm's removal. A caller waits longer for it than for other calls: what may still be under way is not begun again.
    /// </summary>
    [Alias("alarm"), ResponseTimeout("00:00:15")]
    Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm);
}

/// <param name="Name">What is due.</param>
/// <param name="DueAt">When it was.</param>
/// <param name="AwayUntil">When the platform was last back from an outage; null when none is remembered.</param>
/// <param name="Number">Which setting of it; null from a silo of an earlier version.</param>
[GenerateSerializer, Immutable, Alias("aisre.due-alarm")]
public sealed record DueAlarm(
    [property: Id(0)] string Name, [property: Id(1)] DateTimeOffset DueAt, [property: Id(2)] DateTimeOffset? AwayUntil,
    [property: Id(3)] long? Number = null);

public enum AlarmAnswer
{
    /// <summary>Acted on, here or by another activation, and removed or moved with that.</summary>
    Settled = 0,

    /// <summary>There is nothing for it to act on: the caller removes it.</summary>
    Obsolete = 1,
}
