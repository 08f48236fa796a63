using System.Globalization;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Storage.Tests.Postgres;

/// <summary>Two silos on one outbox: one writes messages while the other acts on the alarm that says there are some.</summary>
public sealed class OutboxRaceTests() : LedgerSuite(new PostgresDialect())
{
    private const int Rounds = 1_000;

    [Fact]
    public async Task No_message_is_without_its_alarm_that_nobody_has_seen()
    {
        await using var silo = await StartSiloAsync();
        var (other, outbox) = (silo.GetRequiredService<LedgerWriter>(), silo.GetRequiredService<IOutboxReads>());
        HashSet<long> seen = [];
        var (applied, refused) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            if (round % 10 == 0)
            {
                // Here they meet however fast the machine is: another message has replaced the alarm that is acted on.
                await CommitAsync(Messages.Entry(Messages.Of($"early-{round}")));
                var late = Fire("#ops", Standing()!.Value);
                await CommitAsync(Messages.Entry(Messages.Of($"m-{round}")));
                await other.CommitAsync(late).WaitAsync(Samples.Patience, Cancel);
                Assert.Equal(LedgerOutcome.Conflict, late.Outcome);
                continue;
            }
            var writing = CommitAsync(Messages.Entry(Messages.Of($"m-{round}")));
            if (Standing() is { } alarm)
            {
                var pending = await outbox.PendingAsync(Samples.Workspace, "slack", "#ops", 0, int.MaxValue);
                var fire = Fire("#ops", alarm);
                await other.CommitAsync(fire).WaitAsync(Samples.Patience, Cancel);
                if (fire.Outcome is LedgerOutcome.Applied)
                {
                    applied++;
                    seen.UnionWith(pending.Select(row => row.Seq));
                    await other.CommitAsync(Messages.Results([.. pending.Select(row => Messages.Sent(row))])).WaitAsync(Samples.Patience, Cancel);
                }
                else refused++;
            }
            await writing;
            if (Standing() is null) Assert.Subset(seen, (await outbox.PendingAsync()).Select(row => row.Seq).ToHashSet());
        }
        Assert.Equal(Rounds + Rounds / 10, Count("outbox"));
        Assert.True(applied > Rounds / 100, $"They never met: {applied} applied, {refused} refused.");
    }

    [Fact]
    public async Task Two_silos_that_each_act_on_one_alarm_and_write_to_the_other_destination_never_deadlock()
    {
        await using var silo = await StartSiloAsync();
        var (one, other) = (Service<ILedgerDatabase>(), silo.GetRequiredService<ILedgerDatabase>());
        for (var round = 0; round < Rounds / 10; round++)
        {
            await CommitAsync(Messages.Entry(Messages.Of($"{round}-1", "#a"), Messages.Of($"{round}-2", "#b")));
            var (a, b) = (Standing("#a")!.Value, Standing("#b")!.Value);
            await Task.WhenAll(
                Task.Run(() => one.Write([Fire("#a", a), Messages.Entry(Messages.Of($"{round}-3", "#b"), Messages.Of($"{round}-4", "#c"))]), Cancel),
                Task.Run(
                    () => other.Write([Fire("#b", b), Messages.Entry(Messages.Of($"{round}-5", "#a"), Messages.Of($"{round}-6", "#c"))]), Cancel))
                    .WaitAsync(Samples.Patience, Cancel);
        }
        Assert.Equal(["0"], Rows("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
    }

    private static FactsEntry Fire(string address, (long DueAt, long Number) alarm) => new(Messages.Destination(address))
    {
        Facts = new() { Alarms = [new AlarmFired("send", alarm.DueAt, alarm.Number), new AlarmSet("retry", alarm.DueAt)] },
    };

    private (long DueAt, long Number)? Standing(string address = "#ops")
    {
        if (Rows($"SELECT due_at, number FROM alarms WHERE name = 'send' AND id = 'slack/{address}'") is not [var row]) return null;
        var fields = row.Split('|');
        return (long.Parse(fields[0], CultureInfo.InvariantCulture), long.Parse(fields[1], CultureInfo.InvariantCulture));
    }
}
