using System.Collections.Immutable;
using AiSre.Api.Alerts;
using AiSre.Domain.Alerts;
using AiSre.Grains;
using AiSre.Grains.Alerts;

namespace AiSre.Api.Tests.Cluster;

/// <summary>An alert that has changed while its repeat waited for the disk is decided anew only as long as its sender still waits.</summary>
public sealed class LateRepeatTests
{
    private static readonly AlertSignal Signal = new()
    {
        Source = AlertSource.Alertmanager, ReportedSource = AlertSource.Alertmanager, Kind = SignalKind.Firing, Identity = "a", Title = "A",
        Subject = new AlertSubject { Service = "payments" },
    };

    [Fact]
    public async Task Old_news_is_not_decided_anew()
    {
        // Nobody to ask: whoever asked all the same would fail in another way.
        var router = new IngestRouter(null!, new Changed(GrainCalls.ResponseTimeout + TimeSpan.FromMilliseconds(100)));
        await Assert.ThrowsAsync<TimeoutException>(async () => await router.IngestAsync("ws", [Signal]));
    }

    [Fact]
    public async Task Fresh_news_is()
    {
        var router = new IngestRouter(null!, new Changed(TimeSpan.Zero));
        await Assert.ThrowsAsync<NullReferenceException>(async () => await router.IngestAsync("ws", [Signal]));
    }

    /// <summary>Takes everything for a repeat, and finds after a while that its row had changed.</summary>
    private sealed class Changed(TimeSpan after) : IPlainRepeats
    {
        public CountedRepeats TryCount(string workspace, ImmutableArray<AlertSignal> signals) =>
            new Conflict([new SignalResult { Action = SignalActions.Deduplicated }], after);
    }

    private sealed class Conflict(SignalResult?[] results, TimeSpan after) : CountedRepeats(results)
    {
        public override async ValueTask<IntakeRefusal> CommittedAsync()
        {
            await Task.Delay(after);
            Results[0] = null;
            return IntakeRefusal.None;
        }
    }
}
