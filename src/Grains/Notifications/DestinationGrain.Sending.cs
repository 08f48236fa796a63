using System.Collections.Immutable;
using AiSre.Domain.Definitions;
using AiSre.Domain.Notifications;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Notifications;

/// <summary>Attempts, and what is written down about them.</summary>
public sealed partial class DestinationGrain
{
    /// <summary>A channel answers within 10 s; after that the attempt has failed.</summary>
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeepDone = TimeSpan.FromDays(7);
    private static readonly TimeSpan KeepDead = TimeSpan.FromDays(14);

    /// <summary>Attempts whose outcome is known here only. The next attempt waits until it is on disk.</summary>
    private readonly List<Attempt> unrecorded = [];

    private readonly Dictionary<long, DateTimeOffset> firstTried = [];
    private string? doubt;
    private DateTimeOffset forgotAt = DateTimeOffset.MinValue;

    private async Task SendAsync(SendingStep.Send send, ChannelInUse used, WorkspaceDefinitions known)
    {
        var message = send.Message;
        var began = clock.GetUtcNow();
        sending = SendingRules.Sending(sending, used.Channel, send, began);
        firstTried.TryAdd(message.Seq, began);
        var link = used.Sender.ShowsSignedLink ? await links.LinkAsync(message.Message.Content, used.Channel, address, known) : null;
        var result = await TryAsync(message.Message, used, LongestAttempt, link);
        var attempt = await AttemptOfAsync(message, result, used, known, clock.GetUtcNow());
        unrecorded.Add(attempt);
        if (attempt.Result.Status is OutboxStatus.Pending)
        {
            var nextAt = DateTimeOffset.FromUnixTimeMilliseconds(attempt.Result.NextAt!.Value);
            queue.Put(message with { Attempts = attempt.Result.Attempts, NextAt = nextAt });
            return;
        }
        queue.Remove(message.Seq);
        firstTried.Remove(message.Seq);
        if (attempt.Outcome is NotificationMetrics.Sent) NotificationMetrics.SentAfter(clock.GetUtcNow() - message.WrittenAt);
    }

    private async ValueTask<Attempt> AttemptOfAsync(
        QueuedMessage message, DeliveryResult result, ChannelInUse used, WorkspaceDefinitions known, DateTimeOffset now)
    {
        switch (result.Outcome)
        {
            case DeliveryOutcome.Sent:
                sending = SendingRules.Sent(sending, used.Channel, message, now);
                return used.Problem is { } problem
                    ? Attempt.Logged(message, used.Type, problem, now)
                    : Attempt.Arrived(message, used.Type, result.Reference, now);
            case DeliveryOutcome.Rejected:
                sending = SendingRules.Rejected(sending, result.Error, now);
                return Attempt.GivenUp(message, used.Type, result.Error, known, await ToldAsync(message), now);
            default:
                sending = SendingRules.Failed(sending, result.Error, result.RetryAfter, now);
                var next = RetryRules.NextIn(message.Attempts + 1, now - firstTried[message.Seq], result.RetryAfter, Random.Shared.NextDouble());
                return next is { } pause
                    ? Attempt.Again(message, used.Type, result.Error, now + pause, now)
                    : Attempt.GivenUp(message, used.Type, result.Error, known, await ToldAsync(message), now);
        }
    }

    /// <summary>What else was sent about the incident, or waits to be.</summary>
    private async ValueTask<IEnumerable<OutboxMessage>> ToldAsync(QueuedMessage message) => message.IncidentId is { } incident
        ? (await reads.OfIncidentAsync(workspace, incident)).Where(row => row.Status is OutboxStatus.Pending or OutboxStatus.Sent)
            .Where(row => row.Seq != message.Seq).Select(row => row.Message)
        : [];

    private async Task<DeliveryResult> TryAsync(OutboxMessage message, ChannelInUse used, TimeSpan longest, string? link = null)
    {
        var content = message.Content;
        var reference = used.Sender.NeedsReference && content is { IncidentId: { } incident, Kind: not NotificationKind.Test }
            ? await reads.ReferenceAsync(workspace, incident, message.Channel, message.Address) : null;
        using var limit = new CancellationTokenSource(longest, clock);
        try
        {
            return await used.Sender.SendAsync(new()
            {
                Key = message.Key,
                Channel = used.Channel,
                Address = address,
                Content = content,
                Reference = reference,
                SignedLink = link,
                Now = clock.GetUtcNow(),
            }, limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new(DeliveryOutcome.Retry, $"No answer within {longest.TotalSeconds:0} s.");
        }
        catch (Exception exception)
        {
            LogSenderFailed(log, exception, channelName, message.Key);
            return new(DeliveryOutcome.Retry, $"The channel failed: {exception.GetType().Name}.");
        }
    }

    private async Task RecordAsync()
    {
        if (doubt is null || !(ledger.WasCommitted(doubt) ?? throw new LedgerUnavailableException()))
        {
            try
            {
                await CommitAsync(
                    [.. unrecorded.Select(attempt => attempt.Result)],
                    [.. unrecorded.SelectMany(attempt => attempt.Fallback)],
                    [.. unrecorded.Where(attempt => attempt.Event is not null).Select(attempt => attempt.Event!)],
                    [.. unrecorded.Select(attempt => attempt.Unreached).OfType<AlarmSet>().DistinctBy(alarm => alarm.Of)]);
            }
            catch (LedgerUnavailableException exception)
            {
                doubt = exception.Doubt;
                throw;
            }
        }
        doubt = null;
        foreach (var attempt in unrecorded) NotificationMetrics.Count(attempt.Type, attempt.Outcome);
        var dead = unrecorded.Where(attempt => attempt.Outcome is NotificationMetrics.Dead).ToList();
        if (dead.Count > 0) givenUp.Note(workspace, channelName, address, dead.Count, dead[^1].Result.Error);
        unrecorded.Clear();
    }

    private async Task CommitAsync(
        ImmutableArray<OutboxResult> results, ImmutableArray<OutboxMessage> messages, ImmutableArray<IncidentEvent> events,
        ImmutableArray<AlarmChange> alarms)
    {
        var now = clock.GetUtcNow();
        var forgets = now - forgotAt >= ForgetEvery;
        var state = DestinationState.Of(sending);
        await ledger.CommitAsync(new OutboxResultEntry
        {
            Workspace = workspace,
            Results = results,
            Facts = new()
            {
                Messages = messages, Events = events, Alarms = alarms, Attachments = state == stored ? [] : [state.AttachmentOf(Target)],
            },
            ForgetBefore = forgets ? (now - KeepDone).ToUnixTimeMilliseconds() : null,
            ForgetDeadBefore = forgets ? (now - KeepDead).ToUnixTimeMilliseconds() : null,
        });
        stored = state;
        if (forgets) forgotAt = now;
    }

    /// <summary>What was stored by an earlier activation. A test message that was sent before this keeps what it found out.</summary>
    private async Task RecallAsync()
    {
        var found = await documents.FindAsync(new(workspace, Target.Kind, Target.Id));
        stored = found is null ? new() : DocumentText.Read<DestinationState>(found.Text);
        if (sending == SendingState.New) sending = stored.Sending();
    }

    private async Task DropAsync(ImmutableArray<StoodIn> dropped, ChannelInUse used)
    {
        await CommitAsync([.. dropped.Select(message => Suppressed(message.Seq, message.Reason))], [], [], []);
        RemoveSuppressed(dropped.Select(message => message.Seq), used);
    }

    private async Task FoldAsync(ImmutableArray<QueuedMessage> folded, ChannelInUse used)
    {
        var digest = DigestMessage.Of(folded, clock.GetUtcNow());
        await CommitAsync([.. folded.Select(message => Suppressed(message.Seq, $"Told in {digest.Key}"))], [digest], [], []);
        RemoveSuppressed(folded.Select(message => message.Seq), used);
        queue.Refresh();
    }

    /// <summary>They wait on, and their incidents hear that nobody knows for how long.</summary>
    private async Task HoldAsync(ImmutableArray<QueuedMessage> held)
    {
        var now = clock.GetUtcNow();
        var pages = held.Select(message => Attempt.Held(message, WhyClosed(now), now)).ToList();
        await CommitAsync(
            [.. pages.Select(page => page.Result)], [], [],
            [.. pages.Select(page => page.Unreached).OfType<AlarmSet>().DistinctBy(alarm => alarm.Of)]);
        foreach (var message in held) queue.Put(message with { IsHeld = true });
    }

    private OutboxResult Suppressed(long seq, string reason) =>
        new(seq, OutboxStatus.Suppressed, queue.AttemptsOf(seq), clock.GetUtcNow().ToUnixTimeMilliseconds(), Error: reason);

    private void RemoveSuppressed(IEnumerable<long> rows, ChannelInUse used)
    {
        foreach (var seq in rows)
        {
            queue.Remove(seq);
            firstTried.Remove(seq);
            NotificationMetrics.Count(used.Type, NotificationMetrics.Suppressed);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The channel {Channel} failed on {Key} in a way that nobody foresaw.")]
    private static partial void LogSenderFailed(ILogger log, Exception exception, string channel, string key);
}
