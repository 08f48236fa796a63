using AiSre.Domain.Actions;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Demo;
using AiSre.Domain.Demo.Script;
using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;
using AiSre.Domain.Slos;
using AiSre.Domain.Slos.Buckets;
using AiSre.Domain.Workflows.Runs;

namespace AiSre.Domain.Tests.Demo;

/// <summary>The story of the demo, by itself.</summary>
public sealed class DemoStoryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 17, 12, 4, 31, TimeSpan.Zero);

    /// <summary>Days and nights, weekends, a change of the clocks, the turn of a year.</summary>
    public static TheoryData<string> Instants =>
        ["2026-06-17T12:04:31Z", "2026-06-21T03:30:00Z", "2026-03-29T01:30:00Z", "2026-10-25T00:59:59Z", "2027-01-01T00:00:00Z"];

    private static DemoStory Story { get; } = DemoStory.Of(Noon, 7, "https://sre.test");

    [Fact]
    public void The_same_seed_and_the_same_now_tell_the_same_story()
    {
        var again = DemoStory.Of(Noon, 7, "https://sre.test");
        Assert.Equal(Story.Incidents.Select(TextOf), again.Incidents.Select(TextOf));
        Assert.Equal(Story.Silences.Select(silence => silence.Id), again.Silences.Select(silence => silence.Id));
        Assert.NotEqual(Story.Incidents.Select(TextOf), DemoStory.Of(Noon, 8, "https://sre.test").Incidents.Select(TextOf));
    }

    [Fact]
    public void No_two_things_share_an_id()
    {
        Unique(Story.Incidents.Select(incident => incident.Now.Id));
        Unique(Story.Silences.Select(silence => silence.Id));
        Unique(Story.Deploys.Select(deploy => $"{deploy.Id} {deploy.Service}"));
        Unique(Story.Heartbeats.Select(heartbeat => heartbeat.Name));
        Unique(Story.Incidents.SelectMany(incident => incident.Messages).Select(message => message.Message.Key));
    }

    [Theory, MemberData(nameof(Instants))]
    public void No_alert_fires_in_two_incidents_at_once(string now)
    {
        foreach (var same in DemoStory.Of(DateTimeOffset.Parse(now, null), 7).Incidents.GroupBy(incident => incident.Identity))
        {
            var ordered = same.OrderBy(incident => incident.Opened.CreatedAt).ToList();
            foreach (var (earlier, later) in ordered.Zip(ordered.Skip(1)))
                Assert.True(earlier.EndedAt < later.Opened.CreatedAt, $"{later.Now.Title}, {later.Opened.CreatedAt:o}");
        }
    }

    [Theory, MemberData(nameof(Instants))]
    public void It_lies_in_the_past_and_what_it_has_still_to_do_in_the_future(string instant)
    {
        var now = DateTimeOffset.Parse(instant, null);
        var story = DemoStory.Of(now, 7);
        foreach (var incident in story.Incidents)
        {
            Assert.InRange(incident.Opened.CreatedAt, now - DemoStory.Length - TimeSpan.FromDays(1), now);
            Assert.All(incident.Events, e => Assert.InRange(e.At, incident.Opened.CreatedAt, now));
            Assert.Equal(incident.Events.OrderBy(e => e.At).Select(e => e.Type), incident.Events.Select(e => e.Type));
            Assert.All(incident.Messages, message => Assert.InRange(message.DoneAt, message.At, now));
            Assert.All(incident.Wakes, wake => Assert.True(wake.At > now, $"{incident.Now.Title}: {wake}"));
            Assert.DoesNotContain(incident.Wakes, wake => incident.Now.Phase is IncidentPhase.Resolved && wake.At is not null);
        }
    }

    [Fact]
    public void Its_channels_are_sandboxes_and_send_nothing_outside()
    {
        var definitions = DemoShop.Read(Story.Documents);
        Assert.NotEmpty(definitions.Channels);
        Assert.All(definitions.Channels.Values, channel => Assert.IsType<SandboxChannel>(channel));
        var names = definitions.Channels.Keys.Append(LogChannel.ChannelName).ToHashSet();
        Assert.All(Story.Incidents.SelectMany(incident => incident.Messages), message => Assert.Contains(message.Message.Channel, names));
        Assert.All(Story.Incidents, incident => Assert.Equal(DemoStory.Workspace, incident.Now.Workspace));
    }

    [Fact]
    public void Alerts_are_read_as_their_rules_mean_them()
    {
        foreach (var incident in Story.Incidents)
        {
            Assert.NotNull(incident.Now.Subject.Service);
            Assert.False(incident.Now.SeverityDefaulted, incident.Now.Title);
            Assert.Empty(incident.Signal.Warnings);
            Assert.NotEqual(AlertSource.Webhook, incident.Now.Source);
            if (incident.Body is not null) Assert.NotEmpty(incident.Now.Labels);
        }
    }

    [Fact]
    public void It_shows_everything_that_there_is()
    {
        var open = Story.Incidents.Where(incident => incident.Now.Phase is not IncidentPhase.Resolved).ToList();
        Assert.Contains(open, incident => incident.Now is { Severity: Severity.Critical, Phase: IncidentPhase.Open, Escalation: not null });
        Assert.Contains(open, incident => incident.Now is { Severity: Severity.High, Phase: IncidentPhase.Acknowledged, AssignedTo: not null });
        Assert.Contains(open, incident => incident.Now is { Silenced: { Maintenance: true }, Escalation.Hold: not null });
        Assert.Contains(open, incident => incident.Now.SnoozedUntil > Noon);
        Assert.Contains(open, incident => incident.Now.Flapping);
        Assert.Contains(Story.Incidents, incident => incident.Now.ReopenCount > 0);
        Assert.Contains(Story.Incidents, incident => incident.Events.Any(e => e.Type == EventTypes.EscalationNobody));
        Assert.Contains(Story.Incidents, incident => incident.Events.Any(e => e.Type == EventTypes.SeverityRaised));
        Assert.Contains(Story.Incidents, incident => incident.Messages.Any(message => message.Error is not null));
        Assert.Contains(Story.Scenes, scene => scene.Length > 30);
        Assert.Equal(
            [CorrelationReason.SameDeploy, CorrelationReason.Dependency, CorrelationReason.SameNode, CorrelationReason.NamespaceBurst],
            Story.Incidents.Select(incident => incident.Reason).OfType<string>().Distinct().OrderBy(reason => CorrelationReason.All.IndexOf(reason)));
        Assert.Equal(
            [SilenceState.Active, SilenceState.Expired], Story.Silences.Where(silence => silence.Schedule is null)
                .Select(silence => SilenceRules.StateOf(silence, Noon)).Distinct().Order());
        Assert.InRange(Story.Incidents.Count(), 120, 400);
    }

    [Theory, MemberData(nameof(Instants))]
    public void Its_deploys_lie_in_the_past_in_their_order_and_on_working_days(string instant)
    {
        var now = DateTimeOffset.Parse(instant, null);
        var deploys = DemoStory.Of(now, 7).Deploys;
        Assert.Equal(deploys.OrderBy(deploy => deploy.At).Select(deploy => deploy.At), deploys.Select(deploy => deploy.At));
        Assert.All(deploys, deploy => Assert.InRange(deploy.FinishedAt!.Value, now - DemoStory.Length - TimeSpan.FromDays(1), now));
        Assert.Equal(deploys.Length, deploys.Select(deploy => (deploy.Id, deploy.Service)).Distinct().Count());
        Assert.All(deploys.Where(deploy => deploy.Id is not ("shop-1874" or "shop-1874-rollback" or "shop-1902")), deploy => Assert.True(
            deploy.At.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && deploy.At.Hour is >= 7 and <= 17, $"{deploy.At:o}"));
    }

    [Fact]
    public void What_a_deploy_has_broken_says_which_it_was()
    {
        foreach (var (train, services) in new[] { ("shop-1874", new[] { "cart", "checkout", "orders", "storefront" }),
            ("shop-1902", ["catalog", "recommendations", "storefront"]) })
        {
            var from = Story.Incidents
                .Where(incident => incident.Now.Labels.Any(label => label is { Name: "deploy" } && label.Value == train)).ToList();
            Assert.Equal(services.Order(), from.Select(incident => incident.Now.Subject.Service).Order());
            Assert.All(from, incident => Assert.Equal(train, incident.Now.Deploy?.Id));
            Assert.All(from, incident => Assert.Contains(incident.Events, e => e.Type == EventTypes.DeployCorrelated));
        }
        Assert.Equal("2026.11.23-2", Story.Deploys.First(deploy => deploy.Id == "shop-1874").Version);
    }

    [Theory, MemberData(nameof(Instants))]
    public void What_was_done_is_what_the_guard_would_have_decided(string instant)
    {
        var now = DateTimeOffset.Parse(instant, null);
        var story = DemoStory.Of(now, 7);
        var created = story.Incidents.ToDictionary(incident => incident.Now.Id, incident => incident.Now.CreatedAt);
        Unique(story.Actions.Select(action => action.Id));
        Assert.Equal(story.Actions.OrderBy(action => action.At).Select(action => action.Id), story.Actions.Select(action => action.Id));
        Assert.All(story.Actions, action =>
        {
            Assert.InRange(action.At, created[action.IncidentId], now);
            var expected = action.Deed switch
            {
                DemoDeed.Done => null,
                DemoDeed.Refused => RefusalCode.ProtectedNamespace,
                _ => RefusalCode.ApprovalRequired,
            };
            Assert.True(expected == action.Decision.Code, $"{action.Deed} {action.Decision.Preview}: {action.Decision.Reason}");
            Assert.True(action.Decision.Plan?.Target is null || action.Decision.Plan.Target.Uid.StartsWith("demo-", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Actions_helped_did_not_were_refused_and_wait()
    {
        Assert.Equal(Enum.GetValues<DemoDeed>(), Story.Actions.Select(action => action.Deed).Distinct().Order());
        Assert.Equal([false, true], Story.Actions.Select(action => action.Seen?.Verified).OfType<bool>().Distinct().Order());
    }

    [Theory, MemberData(nameof(Instants))]
    public void One_run_is_over_and_one_waits_for_a_person(string instant)
    {
        var now = DateTimeOffset.Parse(instant, null);
        var story = DemoStory.Of(now, 7);
        Assert.Equal([RunStatus.WaitingApproval, RunStatus.Succeeded], story.Runs.Select(told => told.Run.Status).Order());
        Assert.All(story.Runs, told => Assert.True(told.Run.IsOver ? told.Run.EndedAt <= now : told.Run.DueAt > now));
        Assert.All(story.Runs, told => Assert.Contains(story.Incidents, incident => incident.Now.Id == told.Run.Incident!.Id));
    }

    /// <summary>What silos will find when they look is what the story says: nothing rises or falls because it was told.</summary>
    [Theory, MemberData(nameof(Instants))]
    public void What_was_promised_stands_as_the_rules_say_and_goes_on_so(string instant)
    {
        var now = DateTimeOffset.Parse(instant, null);
        var story = DemoStory.Of(now, 7);
        foreach (var budget in story.Budgets)
        {
            for (var minute = 0; minute < 10; minute++)
            {
                var turn = TierRules.Evaluate(budget.Slo, ReadingOf(story, budget, now.AddMinutes(minute)), budget.Tiers, now.AddMinutes(minute));
                Assert.True(turn.Rose.IsEmpty && turn.Fell.IsEmpty, $"{budget.Slo.Name} in {minute} min: {turn}");
            }
        }
        var levels = story.Budgets.ToDictionary(
            budget => budget.Slo.Name, budget => BudgetRules.Of(budget.Slo, ReadingOf(story, budget, now), budget.Tiers, now));
        Assert.Equal((SloLevel.Ok, 100.0), (levels["storefront-availability"].Level, levels["storefront-availability"].RemainingPercent));
        Assert.Equal((SloLevel.Critical, SloLevel.High), (levels["payments-authorisations"].Level, levels["catalog-answers:se"].Level));
        Assert.Equal(SloLevel.Warning, levels["search-latency"].Level);
        Assert.True(levels["search-latency"].Uncorrected!.ConsumedMinutes > levels["search-latency"].ConsumedMinutes);
        Assert.All(["catalog-answers:de", "catalog-answers:fr", "checkout-orders"], name =>
        {
            Assert.Equal(SloLevel.Ok, levels[name].Level);
            Assert.InRange(levels[name].RemainingPercent, 25, 99);
        });
    }

    [Theory, MemberData(nameof(Instants))]
    public void Each_tier_that_rose_has_an_incident_and_it_is_open_while_the_tier_fires(string instant)
    {
        var story = DemoStory.Of(DateTimeOffset.Parse(instant, null), 7);
        foreach (var budget in story.Budgets)
        {
            var rises = budget.Rises.Select(rise => (SloFingerprint.Of(budget.Slo.Name, rise.Tier), rise.At, Over: rise.Until is not null));
            var name = $"slo:{budget.Slo.Name}:";
            var incidents = story.Incidents.Where(incident => incident.Signal.Fingerprint?.StartsWith(name, StringComparison.Ordinal) is true)
                .Select(incident => (incident.Signal.Fingerprint!, incident.Now.CreatedAt, Over: incident.Now.Phase is IncidentPhase.Resolved));
            Assert.Equal(rises.Order(), incidents.Order());
            Assert.Equal(budget.Tiers.Count(tier => tier.IsFiring), rises.Count(rise => !rise.Over));
        }
        Assert.Equal(3, story.Budgets.SelectMany(budget => budget.Tiers).Count(tier => tier.IsFiring));
        Assert.Contains(story.Budgets.SelectMany(budget => budget.Rises), rise => rise.Until is not null);
    }

    private static SloReading ReadingOf(DemoStory story, DemoBudget budget, DateTimeOffset at)
    {
        if (budget.Slo.Source is not IncidentSloSource source)
            return EventRules.Read(budget.Slo, budget.Events.Buckets, budget.Events.Retired, budget.Corrections, at);
        var downtimes = story.Incidents.Where(incident => incident.Now.Subject.Service == budget.Slo.Service)
            .Where(incident => IncidentDowntimeRules.Counts(source, incident.Now)).SelectMany(incident => incident.Downtimes)
            .Select(open => open.Interval);
        return DowntimeRules.Read(budget.Slo, [.. downtimes], budget.Corrections, null, at);
    }

    private static string TextOf(DemoIncident incident) =>
        $"{incident.Now.Id} {incident.Now.Title} {incident.Now.Phase} {incident.Count} {incident.Body} {string.Join(' ', incident.Events)}";

    private static void Unique(IEnumerable<string> ids) =>
        Assert.Empty(ids.GroupBy(id => id).Where(same => same.Count() > 1).Select(same => same.Key));
}
