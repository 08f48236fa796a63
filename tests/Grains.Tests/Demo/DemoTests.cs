using AiSre.Domain.Actions;
using AiSre.Domain.Alerts;
using AiSre.Domain.Demo;
using AiSre.Domain.Demo.Script;
using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;
using AiSre.Domain.Slos;
using AiSre.Grains.Actions;
using AiSre.Grains.Alarms;
using AiSre.Grains.Autonomy;
using AiSre.Grains.Definitions;
using AiSre.Grains.Diagnosis;
using AiSre.Grains.Demo;
using AiSre.Grains.Heartbeats;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using AiSre.Grains.Silences;
using AiSre.Grains.Slos;
using AiSre.Grains.Workflows;

namespace AiSre.Grains.Tests.Demo;

/// <summary>The demo in a silo with the real ledger.</summary>
public sealed class DemoTests : IAsyncLifetime
{
    private TestSilo silo = null!;

    public async ValueTask InitializeAsync() => silo = await TestSilo.StartAsync();

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    private IDemoGrain Demo => silo.Grains.GetGrain<IDemoGrain>(DemoStory.Workspace);

    private IIncidentReads Reads => silo.Service<IIncidentReads>();

    private DemoStory Told => DemoStory.Of(TestSilo.Start, 1_874, "http://sre.test");

    private async Task SeedAsync()
    {
        await Demo.SeedAsync("dave");
        await silo.AfterTicksAsync(async () => (await Demo.ProgressAsync()).Phase is DemoPhase.Done, "the demo is written");
    }

    [Fact]
    public async Task Everything_of_the_story_is_there_and_nothing_is_due()
    {
        Assert.Equal(DemoPhase.None, (await Demo.ProgressAsync()).Phase);
        await SeedAsync();

        var all = (await Reads.ListAsync(new() { Workspace = DemoStory.Workspace, Limit = 1_000 })).Items;
        Assert.Equal(Told.Incidents.Select(incident => incident.Now.Id).Order(), all.Select(item => item.Incident.Id).Order());
        var open = Told.Incidents.Count(incident => incident.Now.Phase is not IncidentPhase.Resolved);
        Assert.Equal(open, all.Count(item => item.Incident.Phase is not IncidentPhase.Resolved));

        foreach (var incident in Told.Incidents)
        {
            var timeline = await Reads.TimelineAsync(DemoStory.Workspace, incident.Now.Id);
            Assert.Equal(timeline.OrderBy(e => e.At).Select(e => e.At), timeline.Select(e => e.At));
            var sent = incident.Messages.Count(message => message.Error is null);
            Assert.Equal(sent, timeline.Count(e => e.Type == EventTypes.NotificationSent));
            Assert.Equal(incident.ParentId is not null, timeline.Any(e => e.Type == EventTypes.IncidentGrouped));
        }
        Assert.Equal(6, (await silo.Grains.GetGrain<IHeartbeatNamesGrain>(DemoStory.Workspace).ListAsync()).Length);
        Assert.Contains(
            await silo.Grains.GetGrain<ISilencesGrain>(DemoStory.Workspace).ListAsync(),
            silence => SilenceRules.StateOf(silence, TestSilo.Start) is SilenceState.Active);
        Assert.Equal(Told.DeadLetters.Length, (await Reads.DeadLettersAsync(DemoStory.Workspace, 0, 10, false)).Length);
        Assert.Equal(
            Told.Deploys.Length, (await silo.Service<IDeployReads>().RecentAsync(new() { Workspace = DemoStory.Workspace, Limit = 1_000 })).Count);
        Assert.Equal(1, (await silo.Grains.GetGrain<IDefinitionsGrain>(DemoStory.Workspace).ShowAsync()).Revision!.Number);
        await ActedAsync();
        await DiagnosedAsync();
        // What is due later than this was not due in the past.
        Assert.Equal(TimeSpan.Zero, await silo.Service<IAlarmReads>().OverdueAsync(TestSilo.Start));
    }

    /// <summary>The rules have said why tonight's incidents happened, or that nobody can tell.</summary>
    private async Task DiagnosedAsync()
    {
        var found = await Task.WhenAll(Told.Diagnosed.Select(async told => (
            told.Now.Subject.Service, Cause: (await silo.Grains.GetGrain<IDiagnosisGrain>(GrainKeys.Incident(DemoStory.Workspace, told.Now.Id))
                .LastAsync())!.Cause?.Cause)));
        foreach (var known in new[] { ("search", "oom_killed"), ("payments", "external_dependency_down"), ("catalog", "bad_deploy") })
            Assert.Contains(known, found);
        Assert.Contains(("search-indexer", null), found);
    }

    /// <summary>The log, what waits for a yes, runs and what autonomy has earned are those of the story.</summary>
    private async Task ActedAsync()
    {
        var queries = silo.Grains.GetGrain<IActionQueries>(0);
        foreach (var action in Told.Actions.Where(action => action.Deed is not DemoDeed.Asked))
        {
            var entry = await queries.FindAsync(DemoStory.Workspace, action.Id);
            Assert.Equal((action.Deed is DemoDeed.Done, action.Seen), (entry!.IsExecuted, entry.Verification));
        }
        var approval = Assert.Single(await queries.ApprovalsAsync(DemoStory.Workspace, 10));
        Assert.Equal((ApprovalState.Pending, 6), (approval.State, approval.Attempt.Request.Replicas));
        var runs = await silo.Grains.GetGrain<IWorkflowRunQueries>(0).ListAsync(DemoStory.Workspace, null, 10);
        Assert.Equal(Told.Runs.Select(told => (told.Run.Id, told.Run.Status)).Order(), runs.Select(run => (run.Id, run.Status)).Order());
        var earned = await silo.Grains.GetGrain<IAutonomyCycles>(0).EarnedAsync(DemoStory.Workspace);
        Assert.Contains(earned, trust => trust is { Service: "checkout", Verified: > 0, Failures: 0 });
        Assert.Contains(earned, trust => trust is { Service: "search", Reversals: 1 });
        Assert.Contains(earned, trust => trust is { Service: "catalog", Failures: 1 });
        var autonomy = await silo.Grains.GetGrain<IAutonomyGrain>(DemoStory.Workspace).GetAsync();
        Assert.False(autonomy.Settings.IsEnabled);
        Assert.Equal(autonomy.LastCycle!.Considered, autonomy.LastCycle.Skipped.Length);
    }

    [Fact]
    public async Task What_was_promised_is_found_as_the_story_has_left_it_and_no_look_changes_that()
    {
        await SeedAsync();
        var slos = silo.Grains.GetGrain<ISlosGrain>(DemoStory.Workspace);
        Assert.Equal(Told.Budgets.Select(budget => budget.Slo.Name).Order(StringComparer.Ordinal), (await slos.ListAsync()).Select(slo => slo.Name));
        Assert.Empty(await slos.WarningsAsync());
        for (var look = 0; look < 3; look++)
        {
            var before = silo.Clock.GetUtcNow();
            // The next look is a minute later, and a tick is a second.
            silo.Clock.Advance(TimeSpan.FromSeconds(55));
            await silo.AfterTicksAsync(
                async () => (await slos.StandingsAsync()) is var all && all.Length == Told.Budgets.Length && all.All(one => one.EvaluatedAt > before),
                "all are looked at");
        }
        var levels = (await slos.StandingsAsync()).ToDictionary(one => one.Name, one => one.Level);
        Assert.Equal((SloLevel.Critical, SloLevel.High, SloLevel.Warning, SloLevel.Ok),
            (levels["payments-authorisations"], levels["catalog-answers:se"], levels["search-latency"], levels["storefront-availability"]));
        var incidents = (await Reads.ListAsync(new() { Workspace = DemoStory.Workspace, Limit = 1_000 })).Items;
        Assert.Equal(Told.Incidents.Select(incident => incident.Now.Id).Order(), incidents.Select(item => item.Incident.Id).Order());

        var catalogue = (await slos.FindAsync("catalog-answers:se"))!;
        var grain = silo.Grains.GetGrain<ISloGrain>(GrainKeys.Slo(DemoStory.Workspace, catalogue.Name));
        var now = silo.Clock.GetUtcNow();
        var points = await grain.HistoryAsync(catalogue, now.AddDays(-13), now, TimeSpan.FromHours(6));
        Assert.All(points, point => Assert.True(point.Amount?.Total > 0 && point.RemainingPercent is not null, $"{point}"));
        Assert.True(points[0].RemainingPercent > points[^1].RemainingPercent);

        var counted = (await grain.ReportAsync(catalogue, isWhatIf: false)).Budget.Amount;
        await SeedAsync();
        Assert.Equal(counted, (await grain.ReportAsync(catalogue, isWhatIf: false)).Budget.Amount);
        Assert.Equal(Told.Budgets.Length, (await slos.ListAsync()).Length);
        var burnt = await slos.BurntAsync(Told.Incidents.Last(incident => incident.Now is { Subject.Service: "search", Severity: Severity.High }
            && incident.Now.Phase is not IncidentPhase.Resolved).Now);
        Assert.InRange(Assert.Single(burnt).Minutes, 26, 40);
    }

    [Fact]
    public async Task A_yes_in_the_demo_does_nothing_because_it_has_no_cluster()
    {
        await SeedAsync();
        var asked = Told.Actions.Single(action => action.Deed is DemoDeed.Asked);
        var outcome = await silo.Grains.GetGrain<IApprovalGrain>(GrainKeys.Approval(DemoStory.Workspace, asked.Id))
            .DecideAsync(true, Principal.Person("dave", ActingRole.Admin), null, null);
        Assert.Equal((ActionStatus.Denied, RefusalCode.UnknownCluster), (outcome.Approval!.Answer!.Status, outcome.Approval.Answer.Code));
    }

    [Fact]
    public async Task Asked_again_it_is_the_same_demo()
    {
        await SeedAsync();
        var before = (await Reads.ListAsync(new() { Workspace = DemoStory.Workspace, Limit = 1_000 })).Items.Length;
        var again = await Demo.SeedAsync("eve");
        Assert.Equal((DemoPhase.Done, again.Total), (again.Phase, again.Done));
        Assert.Equal(before, (await Reads.ListAsync(new() { Workspace = DemoStory.Workspace, Limit = 1_000 })).Items.Length);
    }

    [Fact]
    public async Task What_was_interrupted_goes_on()
    {
        silo.Database.BreakAfter(150);
        await Demo.SeedAsync("dave");
        await silo.AfterTicksAsync(() => Task.FromResult(silo.Database.Refused > 0), "the disk goes");
        silo.Database.Broken = false;
        await silo.RestartAsync();
        await silo.AfterTicksAsync(async () => (await Demo.ProgressAsync()).Phase is DemoPhase.Done, "the demo is written");
        var all = (await Reads.ListAsync(new() { Workspace = DemoStory.Workspace, Limit = 1_000 })).Items;
        Assert.Equal(Told.Incidents.Select(incident => incident.Now.Id).Order(), all.Select(item => item.Incident.Id).Order());
        Assert.Equal(
            Told.Incidents.Where(incident => incident.Now.Phase is IncidentPhase.Resolved).Select(incident => incident.Now.Id).Order(),
            all.Where(item => item.Incident.Phase is IncidentPhase.Resolved).Select(item => item.Incident.Id).Order());
        Assert.Equal(Told.DeadLetters.Length, (await Reads.DeadLettersAsync(DemoStory.Workspace, 0, 10, false)).Length);
    }

    [Fact]
    public async Task No_message_of_it_is_for_a_channel_that_sends()
    {
        await SeedAsync();
        // The page that is due next, and whatever follows within the hour.
        for (var minute = 0; minute < 60; minute++) silo.Clock.Advance(TimeSpan.FromMinutes(1));
        var outbox = silo.Service<IOutboxReads>();
        var rows = new List<OutboxRow>();
        foreach (var incident in Told.Incidents) rows.AddRange(await outbox.OfIncidentAsync(DemoStory.Workspace, incident.Now.Id));
        var definitions = DemoShop.Read(Told.Documents);
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.True(row.Message.Channel == "log" || definitions.Channels[row.Message.Channel].Type.Name == "sandbox"));
        Assert.Single(rows.Where(row => row.Status is OutboxStatus.Dead).Select(row => row.Message.Content.IncidentId).Distinct());
    }

    [Fact]
    public async Task Where_others_have_defined_who_is_told_it_is_not_written()
    {
        await silo.Grains.GetGrain<IDefinitionsGrain>(DemoStory.Workspace).PutAsync([new("body", "users: {dave: {}}")], "dave");
        Assert.Equal(DemoPhase.Refused, (await Demo.SeedAsync("dave")).Phase);
        Assert.Empty((await Reads.ListAsync(new() { Workspace = DemoStory.Workspace, Limit = 10 })).Items);
    }
}
