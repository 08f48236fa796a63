using AiSre.Api.Edge;

namespace AiSre.Api.Platform;

/// <summary>
/// Asks all probes at once and keeps the answer for a second: the endpoint is open, and must not become a way to make the database work.
/// </summary>
internal sealed class HealthReport(IEnumerable<IHealthProbe> probes, TimeProvider clock, ILogger<HealthReport> log) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly IHealthProbe[] probes = [.. probes];
    private readonly SemaphoreSlim one = new(1);
    private HealthStates? last;
    private long at;

    public async Task<HealthStates> GetAsync(CancellationToken cancellation)
    {
        await this.one.WaitAsync(cancellation);
        try
        {
            if (this.last is { } last && clock.GetElapsedTime(at) < Fresh) return last;
            var states = await Task.WhenAll(this.probes.Select(Check));
            at = clock.GetTimestamp();
            return this.last = new(Of(HealthChecks.Ledger), Of(HealthChecks.Cluster), Of(HealthChecks.Alarms), Of(HealthChecks.Notifications))
            {
                Spool = Of(HealthChecks.Spool),
                Details = [.. this.probes.Select(probe => probe.Detail).OfType<string>().Distinct()],
            };

            // Several probes may share a name, one per channel for instance; the worst counts.
            HealthState Of(string name)
            {
                var state = HealthState.NotConfigured;
                for (var i = 0; i < this.probes.Length; i++)
                    if (this.probes[i].Name == name && Worse(states[i], state)) state = states[i];
                return state;
            }
        }
        finally
        {
            this.one.Release();
        }
    }

    public void Dispose() => this.one.Dispose();

    private static bool Worse(HealthState one, HealthState other) =>
        other is HealthState.NotConfigured ? one is not HealthState.NotConfigured : one is not HealthState.NotConfigured && one > other;

    private async Task<HealthState> Check(IHealthProbe probe)
    {
        try
        {
            // Not the request's token: the answer is shared with those who ask next. WaitAsync, because a probe may ignore its token.
            using var patience = new CancellationTokenSource(Patience, clock);
            return await probe.CheckAsync(patience.Token).AsTask().WaitAsync(Patience, clock);
        }
        catch (Exception exception)
        {
            log.ProbeFailed(probe.Name, exception);
            return HealthState.Failed;
        }
    }
}

internal sealed record HealthStates(HealthState Ledger, HealthState Cluster, HealthState Alarms, HealthState Notifications)
{
    public HealthState Spool { get; init; } = HealthState.NotConfigured;

    /// <summary>What probes have to say about it.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    public bool AllWell => IsWell(Ledger) && IsWell(Cluster) && IsWell(Alarms) && IsWell(Notifications) && IsWell(Spool);

    /// <summary>An alert that is sent now would be kept, in the ledger or in the spool.</summary>
    public bool KeepsAlerts => Cluster is not HealthState.Failed && (Ledger is not HealthState.Failed || Spool is not HealthState.Failed);

    private static bool IsWell(HealthState state) => state is HealthState.Ok or HealthState.NotConfigured;
}
