using Prometheus;
using ITimer = System.Threading.ITimer;

namespace AiSre.Api.Platform;

/// <summary>
/// The time of this process: that of the machine, except that it never goes back. It counts from the machine's monotonic clock and compares itself
/// with the calendar's clock twice a second. Where that is ahead it follows at once; where that has gone back, it goes on a little slower until both
/// agree. So what was due in five minutes is due in five minutes, whatever somebody does to the clock. Processes that share a database share its
/// time: where the calendar of a machine contradicts that, it is the calendar that is not believed.
/// </summary>
public sealed partial class SteadyClock : TimeProvider, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>Less is what slewing clocks and busy machines do.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(2);

    /// <summary>Two machines that agree may differ by this.</summary>
    private static readonly TimeSpan Agreement = TimeSpan.FromSeconds(2);

    /// <summary>So long the shared time is known after it was last heard.</summary>
    private static readonly TimeSpan Known = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Notable = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan NotableForward = TimeSpan.FromMinutes(1);

    /// <summary>While it is ahead it loses a twentieth: an hour is made up for in twenty.</summary>
    private const int Slowing = 20;

    private static readonly Gauge BehindSeconds = Metrics.CreateGauge(
        "ai_sre_clock_behind_seconds", "How far the machine's clock lies behind the time of this process; 0 unless it has gone back.");

    private readonly TimeProvider machine;
    private readonly ILogger<SteadyClock> log;
    private readonly ITimer timer;
    private volatile Point point;
    private volatile Point? shared;
    private TimeSpan behind;
    private TimeSpan off;

    public SteadyClock(TimeProvider machine, ILogger<SteadyClock> log)
    {
        (this.machine, this.log) = (machine, log);
        point = new(machine.GetUtcNow().UtcTicks, machine.GetTimestamp(), IsSlow: false);
        timer = machine.CreateTimer(static clock => ((SteadyClock)clock!).Compare(), this, Period, Period);
    }

    /// <summary>How far the machine's clock lies behind; zero where it does not, or by so little that nobody cares.</summary>
    public TimeSpan MachineIsBehind => behind;

    /// <summary>
    /// How far the machine's clock is from the shared time, ahead or (negative) behind; zero where both agree, or nothing is shared.
    /// </summary>
    public TimeSpan MachineIsOff => off;

    /// <summary>This is the time that the processes share.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isStart">Nothing has happened by this clock yet: it may still go back.</param>
    public void Share(DateTimeOffset now, bool isStart = false)
    {
        shared = new(now.UtcTicks, machine.GetTimestamp(), IsSlow: false);
        if (isStart) point = new(Calendar().UtcTicks, machine.GetTimestamp(), IsSlow: false);
    }

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    public override DateTimeOffset GetUtcNow()
    {
        var from = point;
        var elapsed = machine.GetElapsedTime(from.Timestamp).Ticks;
        return new(from.Ticks + (from.IsSlow ? elapsed - elapsed / Slowing : elapsed), TimeSpan.Zero);
    }

    public void Dispose() => timer.Dispose();

    internal void Compare()
    {
        var own = GetUtcNow();
        var calendar = Calendar();
        var timestamp = machine.GetTimestamp();
        var ahead = own - calendar;
        point = ahead > TimeSpan.Zero ? new(own.UtcTicks, timestamp, ahead > Noise) : new(calendar.UtcTicks, timestamp, IsSlow: false);
        if (-ahead > NotableForward) LogForward(log, -ahead);
        var before = behind;
        behind = ahead > Notable ? ahead : TimeSpan.Zero;
        BehindSeconds.Set(behind.TotalSeconds);
        if (behind > before + Notable) LogBack(log, behind);
        else if (before > TimeSpan.Zero && behind == TimeSpan.Zero) LogAgreed(log);
    }

    /// <summary>The machine's, unless the shared time says that it is wrong.</summary>
    private DateTimeOffset Calendar()
    {
        var own = machine.GetUtcNow();
        var before = off;
        off = TimeSpan.Zero;
        if (shared is not { } known || machine.GetElapsedTime(known.Timestamp) is var elapsed && elapsed > Known) return own;
        var time = new DateTimeOffset(known.Ticks + elapsed.Ticks, TimeSpan.Zero);
        if ((own - time).Duration() <= Agreement) return own;
        off = own - time;
        if (before == TimeSpan.Zero) LogOff(log, off);
        return time;
    }

    /// <param name="Ticks">The time of day at <paramref name="Timestamp"/>.</param>
    private sealed record Point(long Ticks, long Timestamp, bool IsSlow);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The machine's clock went forward by {Step}. Everything that fell due in between is done now.")]
    private static partial void LogForward(ILogger log, TimeSpan step);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "The machine's clock went back and is {Behind} behind. Due times and stamps go on from where they were; set the clock right.")]
    private static partial void LogBack(ILogger log, TimeSpan behind);

    [LoggerMessage(Level = LogLevel.Error, Message = "The machine's clock is {Off} off the database's, which is believed; set the clock right.")]
    private static partial void LogOff(ILogger log, TimeSpan off);

    [LoggerMessage(Level = LogLevel.Information, Message = "The machine's clock and the time of this process agree again.")]
    private static partial void LogAgreed(ILogger log);
}
