using AiSre.Api.Definitions;
using AiSre.Api.Platform;
using AiSre.Domain;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Grains;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using Prometheus;

namespace AiSre.Silo;

/// <summary>What is seen of the messages that wait to be sent.</summary>
internal static class OutboxHosting
{
    public static IServiceCollection AddOutboxWatch(this IServiceCollection services)
    {
        services.AddHostedService<OutboxGauge>();
        services.AddSingleton<IHealthProbe, NotificationsProbe>();
        return services;
    }
}

/// <summary>
/// Notifications are well while no message waits long, whatever it waits for: a limit, a vendor, or somebody who has gone; while every page
/// reaches somebody, and no channel refuses what it is sent.
/// </summary>
internal sealed class NotificationsProbe(
    IOutboxReads outbox, IDocumentReads documents, TimeProvider clock, DefinitionsCache definitions, UnreachedPages unreached,
    GivenUpMessages givenUp) : IHealthProbe
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(600);

    /// <summary>So long a page that has reached nobody, or a message that was given up, is a reason to look.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(15);

    private const int Looked = 5;
    private static readonly TimeSpan LookedEvery = TimeSpan.FromMinutes(1);
    private long? lookedAt;

    public string Name => HealthChecks.Notifications;

    public string? Detail { get; private set; }

    public async ValueTask<HealthState> CheckAsync(CancellationToken cancellation)
    {
        var waited = (await outbox.BacklogAsync()).WaitedUntil(clock.GetUtcNow());
        if (waited > Stuck) return HealthState.Failed;
        if (unreached.LastAt is { } at && clock.GetUtcNow() - at < Lately)
        {
            Detail = NotificationsDetail.UnreachedAt(at);
            return HealthState.Degraded;
        }
        if (givenUp.Last is { } last && clock.GetUtcNow() - last.At < Lately)
        {
            Detail = NotificationsDetail.GivenUpAt(last.Channel, last.At);
            return HealthState.Degraded;
        }
        if (waited > Slow) return HealthState.Degraded;
        // The workspace that is always there becomes known by this; the others are those that this silo works for, and some when it works for none.
        _ = await definitions.OfAsync(DefaultWorkspace.Id);
        if (!definitions.KnowsAny(static known => !known.TellsNobody)) await LookForOthersAsync();
        Detail = definitions.KnowsAny(static known => !IsLogOnly(known)) ? null : NotificationsDetail.LogOnly;
        return definitions.KnowsAny(static known => !known.TellsNobody) ? HealthState.Ok : HealthState.NotConfigured;
    }

    private async ValueTask LookForOthersAsync()
    {
        if (lookedAt is { } at && clock.GetElapsedTime(at) < LookedEvery) return;
        var sawAll = true;
        foreach (var workspace in await documents.WithDefinitionsAsync(Looked))
        {
            try
            {
                _ = await definitions.OfAsync(workspace);
            }
            catch (LedgerUnavailableException)
            {
                // That of one workspace which makes no sense here, or was not read in time, says nothing about the others.
                sawAll = false;
            }
        }
        if (sawAll) lookedAt = clock.GetTimestamp();
    }

    /// <summary>No channel can be used that reaches anybody: whatever is told is a line in the log.</summary>
    public static bool IsLogOnly(WorkspaceDefinitions known) =>
        !known.Channels.Values.Any(static channel => channel is { IsConfigured: true } and not LogChannel);
}

/// <summary>How much waits to be sent, and for how long, on <c>/metrics</c>. Every silo tells the same.</summary>
internal sealed class OutboxGauge(IOutboxReads outbox, TimeProvider clock, ILogger<OutboxGauge> log) : MeasuredAtScrape(log)
{
    private static readonly Gauge Pending = Metrics.CreateGauge("ai_sre_outbox_pending", "Messages that were neither sent nor given up yet.");
    private static readonly Gauge Oldest =
        Metrics.CreateGauge("ai_sre_outbox_oldest_seconds", "Age of the oldest message that was neither sent nor given up; 0 when there is none.");

    protected override async ValueTask MeasureAsync()
    {
        var backlog = await outbox.BacklogAsync();
        Pending.Set(backlog.Pending);
        Oldest.Set(backlog.WaitedUntil(clock.GetUtcNow()).TotalSeconds);
    }
}
