using AiSre.Api.Platform;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiSre.Api.Tests.Platform;

public sealed class SteadyClockTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly Machine machine = new(Noon);
    private readonly SteadyClock clock;

    public SteadyClockTests() => clock = new SteadyClock(machine, NullLogger<SteadyClock>.Instance);

    public void Dispose() => clock.Dispose();

    [Fact]
    public void It_counts_between_two_looks_at_the_calendar()
    {
        machine.Pass(TimeSpan.FromMilliseconds(300));
        Assert.Equal(Noon.AddMilliseconds(300), clock.GetUtcNow());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60 * 24 * 3)]
    public void A_step_forward_counts_at_once(int minutes)
    {
        machine.Set(TimeSpan.FromMinutes(minutes));
        clock.Compare();
        Assert.Equal(Noon.AddMinutes(minutes), clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, clock.MachineIsBehind);
    }

    [Theory]
    [InlineData(60 * 24 * 3)]
    [InlineData(-60 * 24 * 3)]
    public void A_calendar_that_contradicts_the_shared_time_is_not_believed(int minutes)
    {
        clock.Share(Noon);
        machine.Set(TimeSpan.FromMinutes(minutes));
        Look(seconds: 60);
        Assert.InRange(clock.GetUtcNow(), Noon.AddSeconds(59.9), Noon.AddSeconds(60.1));
        Assert.Equal(TimeSpan.FromMinutes(minutes), clock.MachineIsOff);
        Assert.Equal(TimeSpan.Zero, clock.MachineIsBehind);
        machine.Set(TimeSpan.FromMinutes(-minutes));
        Look(seconds: 1);
        Assert.Equal(TimeSpan.Zero, clock.MachineIsOff);
    }

    [Fact]
    public void A_process_begins_with_the_shared_time_whatever_its_machine_says()
    {
        clock.Share(Noon.AddDays(-3), isStart: true);
        Assert.Equal(Noon.AddDays(-3), clock.GetUtcNow());
        clock.Share(Noon.AddDays(-3).AddSeconds(1));
        Look(seconds: 1);
        Assert.InRange(clock.GetUtcNow(), Noon.AddDays(-3), Noon.AddDays(-3).AddSeconds(2.1));
    }

    [Fact]
    public void A_shared_time_that_was_not_heard_for_long_is_nobodys()
    {
        clock.Share(Noon);
        Look(seconds: 301);
        machine.Set(TimeSpan.FromHours(1));
        Look(seconds: 1);
        Assert.Equal(machine.GetUtcNow(), clock.GetUtcNow());
    }

    [Fact]
    public void A_step_back_does_not_count_and_is_made_up_for_by_and_by()
    {
        machine.Set(TimeSpan.FromMinutes(-1));
        Look(seconds: 1);
        Assert.InRange(clock.GetUtcNow(), Noon.AddSeconds(0.9), Noon.AddSeconds(1.1));
        Assert.InRange(clock.MachineIsBehind, TimeSpan.FromSeconds(59), TimeSpan.FromSeconds(61));
        Look(seconds: 600);
        Assert.InRange(clock.MachineIsBehind, TimeSpan.FromSeconds(28), TimeSpan.FromSeconds(32));
        Look(seconds: 900);
        Assert.Equal(TimeSpan.Zero, clock.MachineIsBehind);
        Assert.InRange(clock.GetUtcNow() - machine.GetUtcNow(), TimeSpan.Zero, TimeSpan.FromMilliseconds(60));
    }

    [Fact]
    public void A_clock_that_was_wrong_for_a_while_leaves_nothing_behind()
    {
        machine.Set(TimeSpan.FromDays(-3));
        Look(seconds: 60);
        machine.Set(TimeSpan.FromDays(3));
        Look(seconds: 1);
        Assert.Equal(machine.GetUtcNow(), clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, clock.MachineIsBehind);
    }

    [Fact]
    public void Whatever_is_done_to_the_calendar_time_never_goes_back()
    {
        var random = new Random(7);
        var last = clock.GetUtcNow();
        for (var i = 0; i < 10_000; i++)
        {
            if (random.Next(20) == 0) machine.Set(TimeSpan.FromSeconds(random.Next(-300_000, 300_000)));
            machine.Pass(TimeSpan.FromMilliseconds(random.Next(700)));
            if (random.Next(3) == 0) clock.Compare();
            Assert.True(clock.GetUtcNow() >= last);
            last = clock.GetUtcNow();
        }
    }

    private void Look(int seconds)
    {
        for (var i = 0; i < seconds * 2; i++)
        {
            machine.Pass(TimeSpan.FromMilliseconds(500));
            clock.Compare();
        }
    }

    /// <summary>Both clocks of a machine, moved by hand; its timers never fire.</summary>
    private sealed class Machine(DateTimeOffset start) : TimeProvider
    {
        private DateTimeOffset calendar = start;
        private long monotonic;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => (calendar, monotonic) = (calendar + time, monotonic + time.Ticks);

        public void Set(TimeSpan step) => calendar += step;

        public override DateTimeOffset GetUtcNow() => calendar;

        public override long GetTimestamp() => monotonic;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
