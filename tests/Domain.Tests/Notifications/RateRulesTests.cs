using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Notifications;
using AiSre.Integrations.Email;
using AiSre.Integrations.PagerDuty;
using AiSre.Integrations.Slack;
using AiSre.Integrations.Teams;
using AiSre.Integrations.Webhooks;
using CsCheck;

namespace AiSre.Domain.Tests.Notifications;

public sealed class RateRulesTests
{
    public static TheoryData<ChannelDefinition, double, int> Types => new()
    {
        { new SlackChannel { Name = "a" }, 60, 3 },
        { new TeamsChannel { Name = "b" }, 120, 4 },
        { new PagerDutyChannel { Name = "c" }, 100, 20 },
        { Email, 30, 10 },
        { new WebhookChannel { Name = "e" }, 300, 10 },
        { new SlackChannel { Name = "f", PerSecond = 0.5, Burst = 7 }, 30, 7 },
        { new SlackChannel { Name = "g", Burst = 0 }, 60, 1 },
        { new LogChannel { Name = "log", PerSecond = 2 }, 120, 10 },
    };

    private static EmailChannel Email => new() { Name = "d", Host = "localhost", From = "a@b.c" };

    [Theory, MemberData(nameof(Types))]
    public void Each_type_has_its_limit_and_a_channel_may_have_its_own(ChannelDefinition channel, double perMinute, int burst)
    {
        var limit = RateRules.Of(channel);
        Assert.Equal((perMinute, burst), (limit.PerSecond * 60, limit.Burst));
        // What the numbers mean: so many at once, and in a minute so many more.
        Assert.Equal(burst, Taken(limit, TimeSpan.Zero));
        Assert.Equal(burst + perMinute, Taken(limit, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void The_log_takes_everything() => Assert.True(RateRules.Of(new LogChannel { Name = "log" }).IsNone);

    [Fact]
    public void Nobody_gets_more_than_one_mail_a_minute_about_what_is_not_critical()
    {
        var (state, now) = (SendingState.New, Messages.Noon);
        var queue = Messages.Queue(Messages.Of("inc-1"), Messages.Of("inc-2"), Messages.Of("inc-3", severity: Severity.Critical));
        var sent = new List<(string?, double)>();
        while (queue.Count > 0)
        {
            switch (SendingRules.Next(queue, state, Email, now))
            {
                case SendingStep.Wait wait: now = wait.Until; break;
                case SendingStep.Send send:
                    state = SendingRules.Sending(state, Email, send, now);
                    sent.Add((send.Message.IncidentId, (now - Messages.Noon).TotalSeconds));
                    queue.Remove(send.Message);
                    break;
            }
        }
        Assert.Equal([("inc-3", 0.0), ("inc-1", 0.0), ("inc-2", 60.0)], sent);
    }

    [Fact]
    public void A_bucket_never_gives_more_than_its_burst_and_its_rate() =>
        Gen.Select(Gen.Double[0.1, 20], Gen.Int[1, 20], Gen.Int[0, 3_000].List[1, 100]).Sample((perSecond, burst, gaps) =>
        {
            var limit = new RateLimit(perSecond, burst);
            var (bucket, now, taken) = (new TokenBucket(), Messages.Noon, 0);
            foreach (var gap in gaps)
            {
                now = now.AddMilliseconds(gap);
                if (bucket.ReadyAt(limit, now) > now) continue;
                Assert.True(bucket.Available(limit, now) >= 1);
                bucket = bucket.Take(limit, now);
                taken++;
            }
            return taken <= burst + perSecond * (now - Messages.Noon).TotalSeconds + 1e-3;
        });

    [Fact]
    public void When_it_is_ready_it_gives() => Gen.Select(Gen.Double[0.01, 50], Gen.Int[1, 5], Gen.Int[1, 20]).Sample((perSecond, burst, takes) =>
    {
        var limit = new RateLimit(perSecond, burst);
        var (bucket, now) = (new TokenBucket(), Messages.Noon);
        for (var i = 0; i < takes; i++)
        {
            now = bucket.ReadyAt(limit, now);
            if (bucket.ReadyAt(limit, now) > now || bucket.Available(limit, now) == 0) return false;
            bucket = bucket.Take(limit, now);
        }
        return true;
    });

    [Fact]
    public void A_clock_that_steps_back_gives_nothing_away()
    {
        var limit = new RateLimit(1, 1);
        var bucket = new TokenBucket().Take(limit, Messages.Noon);
        Assert.Equal(0, bucket.Available(limit, Messages.Noon.AddMinutes(-5)));
        Assert.Equal(Messages.Noon.AddMinutes(-5).AddSeconds(1), bucket.ReadyAt(limit, Messages.Noon.AddMinutes(-5)));
    }

    private static int Taken(RateLimit limit, TimeSpan span)
    {
        var (bucket, now, taken) = (new TokenBucket(), Messages.Noon, 0);
        for (; now <= Messages.Noon + span; taken++)
        {
            bucket = bucket.Take(limit, now);
            now = bucket.ReadyAt(limit, now);
        }
        return taken;
    }
}
