using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Tests.Alerts;

public sealed class LedgerFailureTests(SiloFixture fixture) : IClassFixture<SiloFixture>
{
    private readonly TestSilo silo = fixture.Silo;
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    [Fact]
    public async Task A_birth_that_cannot_be_stored_is_refused_and_happens_once_when_it_can()
    {
        this.silo.Database.Broken = true;
        Assert.Equal(IntakeRefusal.Unavailable, (await this.tenant.TrySendAsync(Signals.Firing("a"))).Refusal);
        Assert.Equal(IntakeRefusal.Unavailable, (await this.tenant.TrySendAsync(Signals.Firing("a"))).Refusal);
        this.silo.Database.Broken = false;
        await this.tenant.SendAsync(Signals.Firing("a"), SignalActions.Created);
        Assert.Equal(1, (await this.tenant.FactsAsync(Assert.Single(await this.tenant.IncidentsAsync()).Id)).Occurrences);
    }

    [Fact]
    public async Task Repeats_that_were_refused_do_not_count()
    {
        var id = (await this.tenant.SendAsync(Signals.Firing("a"))).IncidentId;
        await this.tenant.SendAsync(Signals.Firing("a"));
        this.silo.Database.Broken = true;
        var refused = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => this.tenant.TrySendAsync(Signals.Firing("a"))));
        Assert.All(refused, answer => Assert.Equal(IntakeRefusal.Unavailable, answer.Refusal));
        Assert.All(refused, answer => Assert.Equal(SignalActions.Refused, Assert.Single(answer.Results).Action));
        this.silo.Database.Broken = false;
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => this.tenant.SendAsync(Signals.Firing("a"))));
        Assert.Equal(52, (await this.tenant.FactsAsync(id)).Occurrences);
    }

    [Fact]
    public async Task Repeats_that_come_while_a_commit_hangs_count_or_are_refused()
    {
        var id = (await this.tenant.SendAsync(Signals.Firing("a"))).IncidentId;
        await this.tenant.SendAsync(Signals.Firing("a"));
        this.silo.Database.Hanging = true;
        var sent = new List<Task<IntakeAnswer>>();
        await TestSilo.UntilAsync(() =>
        {
            if (sent.Count > 0 && sent[^1].IsCompleted) return Task.FromResult(true);
            sent.Add(this.tenant.TrySendAsync(Signals.Firing("a")));
            return Task.FromResult(false);
        }, "the ledger says that a commit does not come back");
        for (var i = 0; i < 20; i++) sent.Add(this.tenant.TrySendAsync(Signals.Firing("a")));
        this.silo.Database.Hanging = false;

        var answers = await Task.WhenAll(sent);
        var refused = answers.Count(answer => answer.Refusal is IntakeRefusal.Unavailable);
        Assert.InRange(refused, 1, answers.Length - 1);
        await TestSilo.UntilAsync(
            async () => (await this.tenant.TrySendAsync(Signals.Firing("a"))).Refusal is IntakeRefusal.None, "the ledger answers again");
        Assert.Equal(2 + answers.Length - refused + 1, (await this.tenant.FactsAsync(id)).Occurrences);
    }

    [Fact]
    public async Task Of_two_repeats_in_one_call_the_one_that_was_refused_is_not_taken_for_written_with_the_other()
    {
        await using var silo = await TestSilo.StartAsync(configure: HeldLedger.Register);
        var ledger = silo.Service<HeldLedger>();
        var tenant = silo.NewTenant();
        var (first, second) = ((await tenant.SendAsync(Signals.Firing("a"))).IncidentId, (await tenant.SendAsync(Signals.Firing("b"))).IncidentId);
        await tenant.SendAsync(Signals.Firing("a"));
        await tenant.SendAsync(Signals.Firing("b"));

        ledger.Refuses = typeof(AlertRepeat);
        var answer = await tenant.TrySendAsync(Signals.Firing("a"), Signals.Firing("b"));
        Assert.Equal(IntakeRefusal.Unavailable, answer.Refusal);
        Assert.Equal([SignalActions.Refused, SignalActions.Deduplicated], answer.Results.Select(result => result.Action));
        Assert.Equal((2, 3), ((await tenant.FactsAsync(first)).Occurrences, (await tenant.FactsAsync(second)).Occurrences));
    }

    [Fact]
    public async Task A_resolve_that_cannot_be_stored_is_refused_and_the_incident_stays_open()
    {
        var id = (await this.tenant.SendAsync(Signals.Firing("a"))).IncidentId;
        this.silo.Database.Broken = true;
        Assert.Equal(IntakeRefusal.Unavailable, (await this.tenant.TrySendAsync(Signals.Resolved("a"))).Refusal);
        Assert.Equal(IncidentPhase.Open, (await this.tenant.IncidentAsync(id)).Phase);
        this.silo.Database.Broken = false;
        await this.tenant.SendAsync(Signals.Resolved("a"), SignalActions.Resolved, id);
        Assert.Equal(IncidentPhase.Resolved, (await this.tenant.IncidentAsync(id)).Phase);
    }

    [Fact]
    public async Task A_command_that_cannot_be_stored_fails_as_unavailable_and_changes_nothing()
    {
        var id = (await this.tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        this.silo.Database.Broken = true;
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => this.tenant.Grain(id).ResolveAsync("dave", null));
        Assert.Equal(IncidentPhase.Open, (await this.tenant.IncidentAsync(id)).Phase);
        this.silo.Database.Broken = false;
        Assert.Equal(IncidentPhase.Resolved, (await this.tenant.Grain(id).ResolveAsync("dave", null))!.Phase);
    }

    [Fact]
    public async Task A_birth_that_failed_is_nobodys_parent()
    {
        this.silo.Database.Broken = true;
        await this.tenant.TrySendAsync(Signals.Firing("a"));
        this.silo.Database.Broken = false;
        var first = await this.tenant.SendAsync(Signals.Firing("b"), SignalActions.Created);
        Assert.Null((await this.tenant.FactsAsync(first.IncidentId)).ParentId);
        var second = await this.tenant.SendAsync(Signals.Firing("c"), SignalActions.Created);
        Assert.Equal(first.IncidentId, (await this.tenant.FactsAsync(second.IncidentId)).ParentId);
    }

    [Fact]
    public async Task A_dead_letter_goes_to_the_spool_while_the_ledger_is_away_and_from_there_to_the_others()
    {
        var letters = this.silo.Grains.GetGrain<IDeadLetters>(0);
        var letter = new DeadLetter(0, this.tenant.Workspace, "webhook", "{}", "why", this.tenant.Now);
        this.silo.Database.Broken = true;
        Assert.True(await letters.KeepAsync(letter));
        Assert.Equal([letter], await letters.ListAsync(this.tenant.Workspace, 10));
        Assert.Empty(await letters.ListAsync("ws-other", 10));
        await this.silo.RestartAsync();
        letters = this.silo.Grains.GetGrain<IDeadLetters>(0);
        Assert.Equal(1, await this.silo.Grains.GetGrain<ISpoolGrain>(0).DrainAsync());

        var stored = Assert.Single(await letters.OldestAsync(this.tenant.Workspace, 0, 10));
        Assert.Equal(letter with { Seq = stored.Seq }, stored);
        Assert.Equal([stored], await letters.ListAsync(this.tenant.Workspace, 10));
        await letters.RemoveAsync(this.tenant.Workspace, stored.Seq);
        Assert.Empty(await letters.ListAsync(this.tenant.Workspace, 10));
    }
}
