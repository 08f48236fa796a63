using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Notifications;

namespace AiSre.Domain.Tests.Notifications;

/// <summary>
/// One destination without a cluster: the rules as the grain carries them out, a clock that jumps to whatever comes next, and a vendor made up by the
/// test.
/// </summary>
internal sealed class DestinationSimulation(ChannelDefinition channel, Func<int, DateTimeOffset, SimulatedAnswer> vendor)
{
    private readonly SortedDictionary<long, QueuedMessage> queue = [];
    private readonly Dictionary<string, DateTimeOffset> firstTried = [];
    private SendingState state = SendingState.New;
    private int calls;
    private long seq;

    public DateTimeOffset Now { get; private set; } = Messages.Noon;

    /// <summary>Every message that was ever written, by its key, and what became of it: <c>sent</c>, <c>dead</c>, or why it was not sent.</summary>
    public Dictionary<string, string?> Fates { get; } = [];

    public List<(OutboxMessage Message, DateTimeOffset At)> Sent { get; } = [];

    /// <param name="arrivals">Messages and when they are written, in seconds, rising.</param>
    /// <param name="pageSize">How many the destination sees at once.</param>
    public void Run(IEnumerable<(double At, OutboxMessage Message)> arrivals, int pageSize = 1_000)
    {
        var coming = new Queue<(double At, OutboxMessage Message)>(arrivals);
        for (var steps = 0; coming.Count > 0 || queue.Count > 0; steps++)
        {
            Assert.True(steps < 200_000, "It does not come to an end.");
            while (coming.TryPeek(out var next) && Messages.Noon.AddSeconds(next.At) <= Now) Write(coming.Dequeue().Message);
            var page = queue.Values.Take(pageSize).ToList();
            switch (SendingRules.Next(page, state, channel, Now))
            {
                case SendingStep.Drop drop:
                    foreach (var message in drop.Messages) Done(message.Seq, message.Reason);
                    break;
                case SendingStep.Fold fold:
                    var digest = DigestMessage.Of(fold.Messages, Now);
                    foreach (var message in fold.Messages) Done(message.Seq, digest.Key);
                    Write(digest);
                    break;
                case SendingStep.Send send:
                    Try(send);
                    break;
                case SendingStep.Wait wait:
                    Assert.True(wait.Until > Now);
                    Now = coming.TryPeek(out var first) && Messages.Noon.AddSeconds(first.At) < wait.Until
                        ? Messages.Noon.AddSeconds(first.At)
                        : wait.Until;
                    break;
                case SendingStep.Rest:
                    if (coming.TryPeek(out var later)) Now = Messages.Noon.AddSeconds(later.At);
                    break;
            }
        }
    }

    private void Try(SendingStep.Send send)
    {
        var message = send.Message;
        state = SendingRules.Sending(state, channel, send, Now);
        firstTried.TryAdd(message.Message.Key, Now);
        var answer = vendor(calls++, Now);
        if (answer.Arrives)
        {
            state = SendingRules.Sent(state, channel, message, Now);
            Sent.Add((message.Message, Now));
            Done(message.Seq, "sent");
            return;
        }
        state = SendingRules.Failed(state, "503", answer.RetryAfter, Now);
        if (RetryRules.NextIn(message.Attempts + 1, Now - firstTried[message.Message.Key], answer.RetryAfter, 0.5) is { } pause)
            queue[message.Seq] = message with { Attempts = message.Attempts + 1, NextAt = Now + pause };
        else Done(message.Seq, "dead");
    }

    private void Write(OutboxMessage message)
    {
        if (!Fates.TryAdd(message.Key, null)) return;
        queue.Add(++seq, message.Queued(seq, writtenAt: Now));
    }

    private void Done(long which, string fate)
    {
        Fates[queue[which].Message.Key] = fate;
        queue.Remove(which);
    }

    /// <summary>What became of a message in the end, through all that stood in for it.</summary>
    public string EndOf(string key)
    {
        var seen = new HashSet<string>();
        while (true)
        {
            var fate = Fates[key];
            if (fate is "sent" or "dead" || fate is null || fate.StartsWith("Over before", StringComparison.Ordinal)
                || fate.StartsWith("Its beginning", StringComparison.Ordinal)) return fate ?? "lost";
            Assert.True(seen.Add(key), "Messages stand in for one another.");
            key = fate[fate.IndexOf("n:", StringComparison.Ordinal)..];
        }
    }

    public IEnumerable<OutboxMessage> SentAs(NotificationKind kind) =>
        Sent.Select(sent => sent.Message).Where(message => message.Content.Kind == kind);
}

internal readonly record struct SimulatedAnswer(bool Arrives, TimeSpan? RetryAfter = null);
