using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Api.Workspaces;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;
using AiSre.Grains.Alerts;

namespace AiSre.Api.Alerts;

/// <summary>What came of one delivery: results that are durable, or a refusal.</summary>
public readonly record struct IngestOutcome(Delivery? Delivery, ImmutableArray<SignalResult> Results, ProblemResult? Problem)
{
    /// <summary>What the sender must hear of it.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>False: no reader knows such a body, or one of those in it, and its text was taken for an alert.</summary>
    public bool Recognised { get; init; } = Delivery is null || !Delivery.Signals.Any(static signal => signal.Unrecognised);

    public int Failed { get; init; } = Delivery is null ? 0 : Delivery.Rejected.Length;

    /// <summary>How many of the results wait in the spool.</summary>
    public int Queued => Results.IsDefaultOrEmpty ? 0 : Results.Count(static result => result.Action == SignalActions.Queued);
}

/// <summary>The way from a parsed body to a durable answer, the same for every door and for replayed dead letters.</summary>
public sealed partial class AlertIntake(
    IngestRouter router, IGrainFactory grains, KnownWorkspaces workspaces, UndefinedWorkspace undefined, IngestMetrics metrics, TimeProvider clock,
    ILogger<AlertIntake> log)
{
    private const int MostLetters = 100;

    /// <param name="caller">Whose alerts they are.</param>
    /// <param name="read">What the body was read as.</param>
    /// <param name="body">The body, for what of it must be kept as it is.</param>
    /// <param name="raw">Its text; empty for a replay, whose text is kept already.</param>
    /// <param name="deliveryId">What its sender calls it.</param>
    /// <param name="keepUnusable">A body of which nothing can be used is refused, unless it is part of one of which something can.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<IngestOutcome> IngestAsync(
        Caller caller, ReadDelivery read, JsonElement body, ReadOnlyMemory<byte> raw, string? deliveryId = null, bool keepUnusable = false)
    {
        var (source, counters) = (read.Source, metrics.For(read.Source));
        var started = clock.GetTimestamp();
        if (read.Delivery is not { } delivery)
        {
            counters.Request(RequestOutcome.Rejected, clock.GetElapsedTime(started));
            // PagerDuty counts refusals: its contract in the reference knows only 400, for what is no event of its own.
            return new(null, [], source is AlertSource.PagerDuty
                ? Problems.BadRequest(read.Refusal!.Message, "unsupported_event")
                : Problems.Unprocessable("body", read.Refusal!.Location, read.Refusal.Message));
        }
        if (delivery.Signals.IsEmpty && !delivery.Rejected.IsEmpty && !keepUnusable) return AllRejected(delivery, counters);
        if (await workspaces.EnsureAsync(caller) is { } unknown) return new(null, [], unknown);

        using var lent = RawBody.Lend(raw.IsEmpty ? Encoding.UTF8.GetBytes(body.GetRawText()) : raw, delivery);
        var answer = await RouteAsync(caller, source, raw, delivery, counters);
        if (answer.Refusal is not IntakeRefusal.None)
        {
            if (raw.IsEmpty || answer.Refusal is IntakeRefusal.Full
                || await QueueAsync(caller, source, raw, deliveryId, delivery, answer) is not { } queued)
                return Refuse(answer.Refusal, counters, started);
            answer = queued;
        }
        // A replay has no raw body: what it replays is a dead letter already.
        if (!delivery.Rejected.IsEmpty && !raw.IsEmpty) await KeepRejectedAsync(caller, source, body, delivery, counters);
        Observe(counters, answer.Results, started);
        return new(delivery, answer.Results, null) { Warnings = await WarningsAsync(caller, read, answer.Results) };
    }

    private async ValueTask<ImmutableArray<string>> WarningsAsync(Caller caller, ReadDelivery read, ImmutableArray<SignalResult> results)
    {
        foreach (var result in results)
        {
            // Of a repeat its first sender has heard.
            if (result.Action != SignalActions.Created) continue;
            return await undefined.WarningAsync(caller) is { } warning ? read.Warnings.Add(warning) : read.Warnings;
        }
        // Of what nobody will find on an incident the operator hears in the log.
        if (!read.Warnings.IsEmpty && results.All(static result => result.Action == SignalActions.Ignored))
            LogTold(log, caller.Workspace, read.Source, string.Join(' ', read.Warnings));
        return read.Warnings;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A delivery of {Source} in {Workspace} became no alert: {Told}")]
    private static partial void LogTold(ILogger log, string workspace, string source, string told);

    /// <summary>What fails in a way that nobody foresaw is kept, so that it can be replayed once the fault is mended.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<IntakeAnswer> RouteAsync(
        Caller caller, string source, ReadOnlyMemory<byte> raw, Delivery delivery, IngestMetrics.SourceMetrics counters)
    {
        try
        {
            return await router.IngestAsync(caller.Workspace, delivery.Signals);
        }
        catch (Exception exception) when (!raw.IsEmpty && exception is not (OrleansException or TimeoutException))
        {
            counters.Request(RequestOutcome.Failed);
            await KeepAsync(caller.Workspace, source, Encoding.UTF8.GetString(raw.Span), $"Processing failed: {exception.GetType().Name}.");
            throw;
        }
    }

    private static IngestOutcome AllRejected(Delivery delivery, IngestMetrics.SourceMetrics counters)
    {
        counters.Request(RequestOutcome.Rejected);
        return new(delivery, [], Problems.Unprocessable(
            [.. delivery.Rejected.Take(20).Select(rejected => new FieldError(["body", rejected.Location], rejected.Message))]));
    }

    /// <summary>What the ledger could not take waits in the spool, alert by alert. Null when the spool cannot take it either.</summary>
    private async Task<IntakeAnswer?> QueueAsync(
        Caller caller, string source, ReadOnlyMemory<byte> raw, string? deliveryId, Delivery delivery, IntakeAnswer answer)
    {
        var results = answer.Results.IsDefaultOrEmpty
            ? [.. delivery.Signals.Select(static signal => SignalResult.Refused(signal, null))]
            : answer.Results;
        var now = clock.GetUtcNow();
        var waiting = new SpooledDelivery
        {
            Workspace = caller.Workspace,
            WorkspaceName = caller.WorkspaceName,
            Source = source,
            Payload = Encoding.UTF8.GetString(raw.Span),
            Error = "The store was away; it waits until that is back.",
            At = now,
            DeliveryId = deliveryId,
            Signals = [.. delivery.Signals.Zip(results).Where(static pair => pair.Second.Action == SignalActions.Refused)
                .Select(pair => pair.First with { Spooled = new SpooledAlert("", now, pair.Second.Doubt) })],
        };
        if (!await TryQueueAsync(waiting)) return null;
        return new(
            IntakeRefusal.None,
            [.. results.Select(static result => result.Action == SignalActions.Refused ? result with { Action = SignalActions.Queued } : result)]);
    }

    private async Task<bool> TryQueueAsync(SpooledDelivery waiting)
    {
        try
        {
            if (!await grains.GetGrain<IDeadLetters>(0).QueueAsync(waiting)) return false;
            await router.QueuedAsync(waiting.Workspace, waiting.Signals);
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException)
        {
            return false;
        }
    }

    /// <summary>The sender keeps what it got no 2xx for.</summary>
    private IngestOutcome Refuse(IntakeRefusal refusal, IngestMetrics.SourceMetrics counters, long started)
    {
        counters.Request(refusal is IntakeRefusal.Full ? RequestOutcome.Throttled : RequestOutcome.Failed, clock.GetElapsedTime(started));
        return new(null, [], refusal is IntakeRefusal.Full
            ? Problems.TooManyRequests(1, "More alerts arrive than can be stored; none of this delivery was acknowledged.", "ledger_full")
            : Problems.Unavailable(5, "The alert store cannot commit; this delivery was not acknowledged. Send it again.", "ledger_unavailable"));
    }

    /// <summary>One each, as long as they are few: a body that is mostly broken must not become thousands of commits.</summary>
    private async Task KeepRejectedAsync(Caller caller, string source, JsonElement body, Delivery delivery, IngestMetrics.SourceMetrics counters)
    {
        var each = delivery.Rejected.Length <= MostLetters ? 1 : MostLetters;
        foreach (var rejected in delivery.Rejected.Chunk(each))
        {
            var indexes = rejected.Select(alert => alert.Index).ToHashSet();
            var error = $"{rejected[0].Location}: {rejected[0].Message}";
            if (indexes.Count > 1) error = Invariant($"{error} And {indexes.Count - 1} more.");
            counters.Alert(
                await KeepAsync(caller.Workspace, source, BodyParts.With(body, indexes), error) ? AlertOutcome.DeadLettered : AlertOutcome.Failed,
                rejected.Length);
        }
    }

    private Task<bool> KeepAsync(string workspace, string source, string payload, string error) =>
        grains.GetGrain<IDeadLetters>(0).KeepAsync(new DeadLetter(0, workspace, source, payload, error, clock.GetUtcNow()));

    private void Observe(IngestMetrics.SourceMetrics counters, ImmutableArray<SignalResult> results, long started)
    {
        counters.Request(RequestOutcome.Accepted, clock.GetElapsedTime(started));
        foreach (var result in results)
        {
            counters.Alert(SignalOutcomes.Of(result.Action));
            if (result is { Deduplicated: true, Strategy: { } strategy }) metrics.Dedup(strategy);
        }
    }
}

internal static class SignalOutcomes
{
    public static AlertOutcome Of(string action) => action switch
    {
        SignalActions.Created => AlertOutcome.Created,
        SignalActions.Deduplicated or SignalActions.Suppressed => AlertOutcome.Deduplicated,
        SignalActions.Queued => AlertOutcome.Queued,
        SignalActions.Resolved or SignalActions.HeldOpen => AlertOutcome.Resolved,
        SignalActions.Ignored or SignalActions.IgnoredStale or SignalActions.IgnoredEnded or SignalActions.IgnoredUnknown
            or SignalActions.IgnoredUnknownResolve => AlertOutcome.Ignored,
        _ => AlertOutcome.Updated,
    };
}
