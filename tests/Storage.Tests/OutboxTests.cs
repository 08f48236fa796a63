using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Storage.Tests;

public abstract class OutboxTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    private readonly FakeTimeProvider clock = new(Samples.Noon);

    private IOutboxReads Outbox => Service<IOutboxReads>();

    protected override void Configure(IServiceCollection services) => services.AddSingleton<TimeProvider>(clock);

    [Fact]
    public async Task A_message_is_stored_with_the_change_that_it_tells_about_and_with_an_alarm_for_whoever_sends_it()
    {
        var born = (await CommitAsync(Samples.Birth("inc-1"))).Incident;
        var message = Messages.Of("a");
        await CommitAsync(Write(born, 1, message));

        var row = Assert.Single(await Outbox.PendingAsync());
        Assert.Equivalent(message, row.Message, strict: true);
        Assert.Equal((OutboxStatus.Pending, Samples.NoonUnix, 0, null, null), (row.Status, row.CreatedAt, row.Attempts, row.NextAt, row.DoneAt));
        Assert.Equal([$"ws-1|destination|slack/#ops|send|{Samples.NoonUnix}"], Alarms());
        var due = await Service<IAlarmReads>().DueAsync(Messages.Destination().Partition, Samples.NoonUnix, null, 10);
        Assert.Equal("destination/ws-1/slack/#ops", Assert.Single(due).Target.GrainId.ToString());
    }

    [Fact]
    public async Task A_refused_change_leaves_no_message_and_no_alarm()
    {
        var born = (await CommitAsync(Samples.Birth("inc-1"))).Incident;
        Assert.Equal(LedgerOutcome.Conflict, (await CommitAsync(Write(born, 7, Messages.Of("a")))).Outcome);
        Assert.Empty(await Outbox.PendingAsync());
        Assert.Empty(Alarms());
    }

    [Fact]
    public async Task A_key_is_stored_once_for_ever_in_its_workspace_and_wakes_nobody_again()
    {
        await CommitAsync(Messages.Entry(Messages.Of("a"), Messages.Of("a", address: "#other")));
        Assert.Equal([$"ws-1|destination|slack/#ops|send|{Samples.NoonUnix}"], Alarms());
        clock.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(CommitAsync(Messages.Entry(Messages.Of("a"))), CommitAsync(Messages.Entry(Messages.Of("a", workspace: "ws-2"))));
        Assert.Equal([$"ws-1|destination|slack/#ops|send|{Samples.NoonUnix}", $"ws-2|destination|slack/#ops|send|{Samples.NoonUnix + 1000}"],
            Alarms());
        Assert.Equal(2, Count("outbox"));
    }

    [Fact]
    public async Task A_workspaces_messages_are_listed_newest_first_by_what_became_of_them()
    {
        await CommitAsync(Messages.Entry(Messages.Of("a"), Messages.Of("b"), Messages.Of("c"), Messages.Of("d", workspace: "ws-2")));
        var seqs = (await Outbox.ListAsync("ws-1", null, null, 10)).Select(row => row.Seq).ToList();
        Assert.Equal(3, seqs.Count);
        await CommitAsync(new OutboxResultEntry
        {
            Workspace = "ws-1",
            Results = [new(seqs[2], OutboxStatus.Sent, 1, Samples.NoonUnix), new(seqs[1], OutboxStatus.Dead, 8, Samples.NoonUnix, Error: "gone")],
        });
        Assert.Equal(seqs, (await Outbox.ListAsync("ws-1", null, null, 10)).Select(row => row.Seq));
        Assert.Equal([seqs[1]], (await Outbox.ListAsync("ws-1", null, seqs[0], 1)).Select(row => row.Seq));
        Assert.Equal([seqs[2]], (await Outbox.ListAsync("ws-1", OutboxStatus.Sent, null, 10)).Select(row => row.Seq));
        Assert.Equal([seqs[1]], (await Outbox.ListAsync("ws-1", OutboxStatus.Dead, null, 10)).Select(row => row.Seq));
        Assert.Equal([seqs[0]], (await Outbox.ListAsync("ws-1", OutboxStatus.Pending, null, 10)).Select(row => row.Seq));
        Assert.Empty(await Outbox.ListAsync("ws-1", OutboxStatus.Suppressed, null, 10));
        Assert.Equal((1, Samples.NoonUnix, 1), await Outbox.BacklogAsync("ws-1"));
        Assert.Equal((0, null, 0), await Outbox.BacklogAsync("ws-3"));
    }

    [Fact]
    public async Task Every_later_message_sets_the_alarm_anew_also_within_a_millisecond()
    {
        await CommitAsync(Messages.Entry(Messages.Of("a"), Messages.Of("b")));
        var first = Number();
        await CommitAsync(Messages.Entry(Messages.Of("c")));
        Assert.Equal([$"ws-1|destination|slack/#ops|send|{Samples.NoonUnix}"], Alarms());
        Assert.NotEqual(first, Number());
        clock.Advance(TimeSpan.FromSeconds(1));
        await CommitAsync(Messages.Entry(Messages.Of("d")));
        Assert.Equal([$"ws-1|destination|slack/#ops|send|{Samples.NoonUnix + 1000}"], Alarms());
    }

    [Fact]
    public async Task Who_has_not_seen_the_latest_message_cannot_take_the_alarm_away()
    {
        await CommitAsync(Messages.Entry(Messages.Of("a")));
        var first = Number();
        await CommitAsync(Messages.Entry(Messages.Of("b")));
        Assert.Equal(LedgerOutcome.Conflict, (await CommitAsync(Fire(first))).Outcome);
        Assert.Equal(LedgerOutcome.Applied, (await CommitAsync(Fire(Number()))).Outcome);
        Assert.Equal([$"ws-1|destination|slack/#ops|retry|{Samples.NoonUnix + 20_000}"], Alarms());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_that_comes_in_the_commit_in_which_the_alarm_fires_has_its_alarm(bool messageFirst)
    {
        await CommitAsync(Messages.Entry(Messages.Of("a")));
        var (fire, message) = (Fire(Number()), Messages.Entry(Messages.Of("b")));
        LedgerEntry[] batch = messageFirst ? [message, fire] : [fire, message];
        Service<ILedgerDatabase>().Write(batch);
        Assert.Contains($"ws-1|destination|slack/#ops|send|{Samples.NoonUnix}", Alarms());
        Assert.Equal(["a", "b"], (await Outbox.PendingAsync()).Select(row => row.Message.Key));
    }

    [Fact]
    public async Task An_alarm_of_a_group_gives_way_when_the_incident_stands_alone()
    {
        var parent = (await CommitAsync(Samples.Birth("inc-1"))).Incident;
        await CommitAsync(Child("inc-2"));
        await CommitAsync(Samples.Write(parent with { Phase = IncidentPhase.Resolved, ResolvedAt = Samples.Noon }, 1));
        Assert.Equal(LedgerOutcome.ParentGone, (await CommitAsync(Child("inc-3"))).Outcome);
        Assert.Equal(["ws-1|incident|inc-2|group|1", "ws-1|incident|inc-3|escalation|2"], Alarms());

        static IncidentBirthEntry Child(string id)
        {
            var birth = Samples.Birth(id, placement: Samples.ChildOf("inc-1"));
            return new() { Incident = birth.Incident, Alert = birth.Alert, Facts = birth.Facts with { Alarms = [new AlarmSet("group", 1)] },
                Placement = birth.Placement, AlarmsAlone = [new AlarmSet("escalation", 2)] };
        }
    }

    [Fact]
    public async Task Alarms_that_are_not_named_again_stay_when_the_incident_stands_alone()
    {
        var birth = Samples.Birth("inc-1", placement: Samples.ChildOf("inc-0"));
        await CommitAsync(new IncidentBirthEntry { Incident = birth.Incident, Alert = birth.Alert,
            Facts = birth.Facts with { Alarms = [new AlarmSet("stale", 1)] }, Placement = birth.Placement });
        Assert.Equal(["ws-1|incident|inc-1|stale|1"], Alarms());
    }

    private static FactsEntry Fire(long number) => new(Messages.Destination())
    {
        Facts = new() { Alarms = [new AlarmFired("send", Samples.NoonUnix, number), new AlarmSet("retry", Samples.NoonUnix + 20_000)] },
    };

    /// <summary>Of the setting that stands.</summary>
    private long Number() => long.Parse(Assert.Single(Rows("SELECT number FROM alarms")), System.Globalization.CultureInfo.InvariantCulture);

    private static IncidentWrite Write(Incident incident, int version, params Domain.Notifications.OutboxMessage[] messages) => new()
    {
        Incident = incident, Version = version,
            Facts = new() { Events = Samples.Of(incident, Samples.Event(EventTypes.IncidentUpdated)), Messages = [.. messages] },
    };

    private List<string> Alarms() => Rows("SELECT workspace, kind, id, name, due_at FROM alarms ORDER BY workspace, kind, id, name");
}
