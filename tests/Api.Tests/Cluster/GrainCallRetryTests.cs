using System.Collections.Immutable;
using System.Reflection;
using AiSre.Api.Cluster;
using AiSre.Domain.Alerts;
using AiSre.Grains;
using AiSre.Grains.Alerts;
using AiSre.Grains.Incidents;
using Orleans.Runtime.Messaging;

namespace AiSre.Api.Tests.Cluster;

public sealed class GrainCallRetryTests
{
    private static readonly MethodInfo Ingest = typeof(IServiceIntakeGrain)
        .GetMethod(nameof(IServiceIntakeGrain.IngestAsync), [typeof(ImmutableArray<AlertSignal>)])!;
    private static readonly MethodInfo List = typeof(IIncidentQueries).GetMethod(nameof(IIncidentQueries.ListAsync))!;

    private readonly JumpingClock clock = new();

    [Fact]
    public async Task What_was_certainly_not_executed_is_tried_again_whatever_it_does()
    {
        var call = new FailingCall(Ingest, new ConnectionFailedException("No gateway answers."), failures: 3);
        await new GrainCallRetry(clock).Invoke(call);
        Assert.Equal(4, call.Attempts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_nobody_knows_only_what_may_happen_twice_is_tried_again(bool timeout)
    {
        Exception doubt = timeout ? new TimeoutException() : new SiloUnavailableException();
        var read = new FailingCall(List, doubt, failures: 1);
        await new GrainCallRetry(clock).Invoke(read);
        Assert.Equal(2, read.Attempts);

        var ingest = new FailingCall(Ingest, doubt, failures: 1);
        Assert.Same(doubt, await Record.ExceptionAsync(() => new GrainCallRetry(clock).Invoke(ingest)));
        Assert.Equal(1, ingest.Attempts);
    }

    [Fact]
    public async Task A_call_for_which_no_silo_was_found_in_time_has_timed_out()
    {
        var cancelled = new OperationCanceledException("Message expired before placement could complete.");
        var read = new FailingCall(List, cancelled, failures: 1);
        await new GrainCallRetry(clock).Invoke(read);
        Assert.Equal(2, read.Attempts);

        var ingest = new FailingCall(Ingest, cancelled, failures: 1);
        await Assert.ThrowsAsync<TimeoutException>(() => new GrainCallRetry(clock).Invoke(ingest));
        Assert.Equal(1, ingest.Attempts);
    }

    [Fact]
    public async Task A_grain_that_says_what_is_wrong_is_not_asked_again()
    {
        var call = new FailingCall(List, new LedgerUnavailableException(), failures: 1);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => new GrainCallRetry(clock).Invoke(call));
        Assert.Equal(1, call.Attempts);
    }

    [Fact]
    public async Task Trying_again_ends_in_time_for_an_answer()
    {
        var began = clock.GetTimestamp();
        // Each attempt takes as long as it may.
        var call = new FailingCall(List, new TimeoutException(), failures: int.MaxValue, () => clock.Advance(GrainCalls.ResponseTimeout));
        await Assert.ThrowsAsync<TimeoutException>(() => new GrainCallRetry(clock).Invoke(call));
        Assert.InRange(clock.GetElapsedTime(began), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(8));
        Assert.InRange(call.Attempts, 2, 4);
    }

    [Fact]
    public async Task All_calls_of_one_request_share_its_time()
    {
        CallBudget.Begin(clock);
        clock.Advance(TimeSpan.FromSeconds(6));
        var late = new FailingCall(List, new TimeoutException(), failures: 1);
        await Assert.ThrowsAsync<TimeoutException>(() => new GrainCallRetry(clock).Invoke(late));
        Assert.Equal(1, late.Attempts);
        clock.Advance(TimeSpan.FromSeconds(2));
        var tooLate = new FailingCall(List, new TimeoutException(), failures: 0);
        await Assert.ThrowsAsync<TimeoutException>(() => new GrainCallRetry(clock).Invoke(tooLate));
        Assert.Equal(0, tooLate.Attempts);
    }

    /// <summary>The marks are a promise about the grains' rules: who adds one here has looked at them.</summary>
    [Fact]
    public void What_counts_or_creates_is_not_marked_as_idempotent()
    {
        var marked = typeof(IIncidentQueries).Assembly.GetTypes().Where(type => type.IsInterface).SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(IdempotentAttribute), inherit: true)).Select(method => method.Name).ToHashSet();
        Assert.All(["ListAsync", "GetAsync", "AcknowledgeAsync", "ResolveAsync", "CompleteAsync", "EnsureAsync"],
            name => Assert.Contains(name, marked));
        Assert.DoesNotContain(marked, name => name is "IngestAsync" or "KeepAsync" or "ApplyAsync" or "PlaceAsync" or "UnmergeAsync" or "BeginAsync");
    }

    private sealed class FailingCall(MethodInfo method, Exception failure, int failures, Action? attempt = null) : IOutgoingGrainCallContext
    {
        public int Attempts { get; private set; }

        public MethodInfo InterfaceMethod => method;
        public IGrainContext? SourceContext => null;
        public Orleans.Serialization.Invocation.IInvokable Request => throw new NotSupportedException();
        public object Grain => throw new NotSupportedException();
        public GrainId? SourceId => null;
        public GrainId TargetId => default;
        public GrainInterfaceType InterfaceType => default;
        public string InterfaceName => method.DeclaringType!.Name;
        public string MethodName => method.Name;
        public object? Result { get; set; }
        public Orleans.Serialization.Invocation.Response? Response { get; set; }

        public Task Invoke()
        {
            attempt?.Invoke();
            return ++Attempts <= failures ? Task.FromException(failure) : Task.CompletedTask;
        }
    }

    /// <summary>Whoever waits for a time is there at once.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref ticks);

        public void Advance(TimeSpan time) => Interlocked.Add(ref ticks, time.Ticks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime > TimeSpan.Zero) Advance(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
