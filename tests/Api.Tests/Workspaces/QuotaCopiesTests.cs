using System.Reflection;
using AiSre.Api.Workspaces;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Workspaces;
using AiSre.TestHost;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Api.Tests.Workspaces;

public sealed class QuotaCopiesTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly ToldGrains grains = ToldGrains.Make();
    private readonly QuotaCopies copies;

    public QuotaCopiesTests() => copies = new(() => grains.Factory, clock);

    [Fact]
    public async Task What_a_workspace_may_is_known_soon_after_its_first_request_and_the_default_until_then()
    {
        grains.Answer = () => Task.FromResult<Workspace?>(With(7));
        Assert.Equal(new(), copies.Of("ws-1"));
        await KnownAsync("ws-1", 7);
    }

    [Fact]
    public async Task It_is_asked_for_again_after_a_while_and_not_with_each_request()
    {
        grains.Answer = () => Task.FromResult<Workspace?>(With(7));
        copies.Of("ws-1");
        await KnownAsync("ws-1", 7);
        grains.Answer = () => Task.FromResult<Workspace?>(With(8));
        for (var i = 0; i < 1_000; i++) Assert.Equal(7, copies.Of("ws-1").AlertsPerMinute);
        Assert.Equal(1, grains.Asked);

        clock.Advance(TimeSpan.FromSeconds(20));
        copies.Of("ws-1");
        await KnownAsync("ws-1", 8);
        Assert.Equal(2, grains.Asked);
    }

    [Fact]
    public async Task What_cannot_be_found_out_stays_as_it_was_known_and_is_asked_for_again()
    {
        grains.Answer = () => Task.FromException<Workspace?>(new TimeoutException());
        Assert.Equal(new(), copies.Of("ws-1"));
        await Poll.UntilAsync("it is asked", () => grains.Asked == 1);
        Assert.Equal(new(), copies.Of("ws-1"));

        grains.Answer = () => Task.FromResult<Workspace?>(With(7));
        clock.Advance(TimeSpan.FromSeconds(20));
        copies.Of("ws-1");
        await KnownAsync("ws-1", 7);
        grains.Answer = () => throw new InvalidOperationException("away");
        clock.Advance(TimeSpan.FromSeconds(20));
        copies.Of("ws-1");
        await Poll.UntilAsync("it is asked again", () => grains.Asked == 3);
        Assert.Equal(7, copies.Of("ws-1").AlertsPerMinute);
    }

    [Fact]
    public async Task What_is_no_workspace_has_the_default()
    {
        grains.Answer = () => Task.FromResult<Workspace?>(null);
        copies.Of("ws-1");
        await Poll.UntilAsync("it is asked", () => grains.Asked == 1);
        Assert.Equal(new(), copies.Of("ws-1"));
    }

    private Task KnownAsync(string workspace, int alerts) =>
        Poll.UntilAsync("it is known", () => copies.Of(workspace).AlertsPerMinute == alerts);

    private static Workspace With(int alerts) =>
        new() { Id = "ws-1", CreatedAt = DateTimeOffset.UnixEpoch, Quotas = new() { AlertsPerMinute = alerts } };

    /// <summary>Grains of workspaces that say what a test says.</summary>
    public class ToldGrains : DispatchProxy
    {
        private IWorkspaceGrain grain = null!;
        private int asked;

        public IGrainFactory Factory { get; private set; } = null!;

        public Func<Task<Workspace?>> Answer { get; set; } = null!;

        public int Asked => Volatile.Read(ref asked);

        public static ToldGrains Make()
        {
            var factory = Create<IGrainFactory, ToldGrains>();
            var told = (ToldGrains)(object)factory;
            told.Factory = factory;
            told.grain = Create<IWorkspaceGrain, OneWorkspace>();
            ((OneWorkspace)(object)told.grain).Of = told;
            return told;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.Name is nameof(IGrainFactory.GetGrain) ? grain : throw new NotSupportedException(targetMethod?.Name);

        public class OneWorkspace : DispatchProxy
        {
            public ToldGrains Of { get; set; } = null!;

            protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
            {
                if (targetMethod?.Name is not nameof(IWorkspaceGrain.FindAsync)) throw new NotSupportedException(targetMethod?.Name);
                Interlocked.Increment(ref Of.asked);
                return Of.Answer();
            }
        }
    }
}
