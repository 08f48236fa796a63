using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Alerts;
using AiSre.Domain.Autonomy;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Diagnosis;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Grains.Actions;
using AiSre.Grains.Autonomy;
using AiSre.Grains.Diagnosis;
using AiSre.Grains.Ledger;
using AiSre.Grains.Tests.Actions;

namespace AiSre.Grains.Tests.Autonomy;

[Collection(OnGuardedSilo.Name)]
public sealed class AutonomyTests : IAsyncDisposable
{
    private static readonly Principal Adam = Principal.Person("adam", ActingRole.Admin);

    private static readonly AutonomyChange Acting = new()
    {
        Enabled = true, DefaultDryRun = false, ApprovalRequired = false, Namespaces = ["shop"], PollIntervalSeconds = AutonomySettings.LongestPoll,
    };

    private static readonly ActionPolicy Left = BuiltInActionPolicy.Value with
    {
        Approval = ApprovalNeed.NotRequired, Auto = new() { IsEnabled = true, Namespaces = ["shop"] },
        Limits = new() { PerTargetCooldownMinutes = 0, MaxRestartsPerWorkloadPerHour = 60 },
    };

    private readonly FakeCluster cluster;
    private readonly TestSilo silo;
    private readonly Tenant tenant;

    public AutonomyTests(GuardedSilo guarded)
    {
        silo = guarded.Silo;
        tenant = silo.NewTenant();
        cluster = guarded.ClusterOf(tenant);
    }

    private IAutonomyGrain Keeper => silo.Grains.GetGrain<IAutonomyGrain>(tenant.Workspace);

    private IAutonomyCycles Cycles => silo.Grains.GetGrain<IAutonomyCycles>(0);

    /// <summary>The tests that come after it let hours pass.</summary>
    public async ValueTask DisposeAsync() => await Keeper.ChangeAsync(new() { Enabled = false }, "adam");

    [Fact]
    public async Task While_it_is_off_a_cycle_says_what_it_would_do_and_nothing_is_done_or_asked()
    {
        Leave(Left);
        await Keeper.ChangeAsync(Acting with { Enabled = false }, "adam");
        var incident = await SickAsync("cart-1");
        var report = await Cycles.RunAsync(tenant.Workspace);
        Assert.Equal((false, true, 1), (report.IsEnabled, report.IsDryRun, report.Considered));
        Assert.Equal((incident, "cart-1"), Assert.Single(report.Proposals) is var one ? (one.IncidentId, one.Request.PodName) : default);
        Assert.Contains("Would delete pod cart-1", Assert.Single(report.Skipped).Reason, StringComparison.Ordinal);
        Assert.Empty(cluster.Writes);
        Assert.Empty(await ApprovalsAsync());
    }

    [Fact]
    public async Task Out_of_the_box_nothing_is_left_to_it()
    {
        await SickAsync("cart-1");
        Assert.Contains("is not among those", Assert.Single((await Cycles.RunAsync(tenant.Workspace)).Skipped).Reason, StringComparison.Ordinal);
        await Keeper.ChangeAsync(Acting, "adam");
        var report = await Cycles.RunAsync(tenant.Workspace);
        Assert.Contains("The policy 'default' does not leave", Assert.Single(report.Skipped).Reason, StringComparison.Ordinal);
        Assert.Empty(cluster.Writes);
        Assert.Empty(await ApprovalsAsync());
    }

    [Fact]
    public async Task Where_approval_is_required_it_asks_a_person_once_and_a_yes_is_carried_out()
    {
        Leave(Left);
        await Keeper.ChangeAsync(Acting with { ApprovalRequired = true }, "adam");
        var incident = await SickAsync("cart-1");
        var asked = Assert.Single((await Cycles.RunAsync(tenant.Workspace)).AwaitingApproval);
        Assert.Equal(incident, asked.IncidentId);
        Assert.Empty(cluster.Writes);
        Assert.Contains(asked.Id, Assert.Single((await Cycles.RunAsync(tenant.Workspace)).Skipped).Reason, StringComparison.Ordinal);

        var approval = silo.Grains.GetGrain<IApprovalGrain>(GrainKeys.Approval(tenant.Workspace, asked.Id));
        Assert.Equal(
            RefusalCode.ApprovalRole, (await approval.DecideAsync(true, new("autonomy", ActingRole.Admin, PrincipalKind.Autonomy), null, null)).Code);
        Assert.Empty(cluster.Writes);
        Assert.Equal(ActionStatus.Success, (await approval.DecideAsync(true, Adam, null, null)).Approval!.Answer!.Status);
        Assert.Equal(["evict cart-1"], cluster.Writes);
    }

    [Fact]
    public async Task A_no_is_an_answer()
    {
        Leave(Left);
        await Keeper.ChangeAsync(Acting with { ApprovalRequired = true }, "adam");
        await SickAsync("cart-1");
        var asked = Assert.Single((await Cycles.RunAsync(tenant.Workspace)).AwaitingApproval);
        await silo.Grains.GetGrain<IApprovalGrain>(GrainKeys.Approval(tenant.Workspace, asked.Id)).DecideAsync(false, Adam, "no", null);
        silo.Clock.Advance(TimeSpan.FromMinutes(40));
        Assert.Equal("adam has said no.", Assert.Single((await Cycles.RunAsync(tenant.Workspace)).Skipped).Reason);
    }

    [Fact]
    public async Task Where_all_leave_it_to_autonomy_it_acts_alone_and_not_again_for_half_an_hour()
    {
        Leave(Left);
        await Keeper.ChangeAsync(Acting, "adam");
        var incident = await SickAsync("cart-1");
        var report = await Cycles.RunAsync(tenant.Workspace);
        Assert.Equal(ActionStatus.Success, Assert.Single(report.Executed).Status);
        Assert.Equal(["evict cart-1"], cluster.Writes);
        Assert.Contains("action_executed", await tenant.EventsAsync(incident));
        var row = Assert.Single(await tenant.Reads.ActionsAsync(tenant.Workspace, incident));
        Assert.Equal(("autonomy", "success"), (row.Actor, row.Outcome));

        await tenant.SendAsync(Sick(cluster.FirstPod, "cart-1"));
        cluster.Sicken(cluster.FirstPod);
        Assert.Empty((await Cycles.RunAsync(tenant.Workspace)).Executed);
        Assert.Single(cluster.Writes);
    }

    [Fact]
    public async Task What_the_policy_asks_to_be_earned_first_takes_a_person_until_then()
    {
        Leave(Left with { Auto = Left.Auto with { MinVerified = 2 } });
        await Keeper.ChangeAsync(Acting, "adam");
        for (var i = 0; i < 2; i++)
        {
            await SickAsync(cluster.FirstPod);
            var report = await Cycles.RunAsync(tenant.Workspace);
            Assert.True(report.AwaitingApproval.Length == 1, string.Join(" ", report.Skipped));
            var asked = report.AwaitingApproval[0];
            Assert.Contains($"{i} times in a row; 2 are asked for", asked.Message, StringComparison.Ordinal);
            var done = await silo.Grains.GetGrain<IApprovalGrain>(GrainKeys.Approval(tenant.Workspace, asked.Id)).DecideAsync(true, Adam, null, null);
            await VerifiedAsync(done.Approval!.Answer!.Id);
            await EndAsync(asked.IncidentId);
        }
        var trust = Assert.Single(await Cycles.EarnedAsync(tenant.Workspace));
        Assert.Equal(("payments", 2, 0, 2), (trust.Service, trust.Verified, trust.Failures, trust.InARow));

        await SickAsync(cluster.FirstPod);
        cluster.OnAct = _ => Task.FromResult<ProviderResult?>(ProviderResult.Failed("The API server refused it."));
        Assert.Equal(ActionStatus.Failed, Assert.Single((await Cycles.RunAsync(tenant.Workspace)).Executed).Status);
        Assert.Equal(0, Assert.Single(await Cycles.EarnedAsync(tenant.Workspace)).InARow);
    }

    [Fact]
    public async Task What_a_person_has_is_left_to_that_person()
    {
        Leave(Left);
        await Keeper.ChangeAsync(Acting, "adam");
        var incident = await SickAsync("cart-1");
        await tenant.Grain(incident).AcknowledgeAsync("dave", null);
        Assert.Equal("dave has acknowledged it: a person has it.", Assert.Single((await Cycles.RunAsync(tenant.Workspace)).Skipped).Reason);
        Assert.Empty(cluster.Writes);
        Assert.Equal(0, cluster.Reads);
    }

    [Fact]
    public async Task What_a_person_takes_while_a_cycle_is_under_way_is_left_to_that_person()
    {
        Leave(Left);
        await Keeper.ChangeAsync(Acting, "adam");
        var incident = await SickAsync("cart-1");
        cluster.OnRead = () => tenant.Grain(incident).AcknowledgeAsync("dave", null);
        Assert.Equal("dave has acknowledged it: a person has it.", Assert.Single((await Cycles.RunAsync(tenant.Workspace)).Skipped).Reason);
        Assert.Empty(cluster.Writes);
    }

    [Fact]
    public async Task What_is_turned_off_or_paused_while_a_cycle_is_under_way_does_nothing_more()
    {
        Leave(Left);
        await Keeper.ChangeAsync(Acting, "adam");
        await SickAsync("cart-1");
        cluster.OnRead = () => Keeper.PauseAsync([new("workspace", "A reason.", tenant.Now)]);
        Assert.Equal("A reason.", Assert.Single((await Cycles.RunAsync(tenant.Workspace)).Skipped).Reason);
        await Keeper.ResetAsync(null, "adam");
        cluster.OnRead = () => Keeper.ChangeAsync(new() { Enabled = false }, "adam");
        Assert.Contains("have changed", Assert.Single((await Cycles.RunAsync(tenant.Workspace)).Skipped).Reason, StringComparison.Ordinal);
        Assert.Empty(cluster.Writes);
    }

    [Fact]
    public async Task A_cycle_that_has_lost_its_turn_does_nothing_more()
    {
        Leave(Left);
        await Keeper.ChangeAsync(Acting with { PollIntervalSeconds = 30 }, "adam");
        var incident = await SickAsync("cart-1");
        // The cause is known, so that what is read below is read by the cycle.
        await silo.Grains.GetGrain<IDiagnosisGrain>(GrainKeys.Incident(tenant.Workspace, incident))
            .GetAsync(DiagnosisRules.DefaultLogLimit, refresh: false, withModel: false);
        cluster.OnRead = async () =>
        {
            // By then the next cycle is due too. It breaks where it reads, so that nothing but this one could act.
            cluster.OnRead = static () => throw new InvalidOperationException("Not now.");
            silo.Clock.Advance(TimeSpan.FromMinutes(3));
            await TestSilo.UntilAsync(async () =>
            {
                // Whoever has just looked sleeps by this clock.
                silo.Clock.Advance(TimeSpan.FromMilliseconds(20));
                return (await Keeper.GetAsync()).LastCycle is { IsBroken: true };
            }, "the next cycle breaks");
            await Keeper.BeginAsync("cyc-other");
            cluster.OnRead = static () => Task.CompletedTask;
        };
        Assert.Contains("has lost its turn", Assert.Single((await Cycles.RunAsync(tenant.Workspace)).Skipped).Reason, StringComparison.Ordinal);
        Assert.Empty(cluster.Writes);
    }

    [Fact]
    public async Task What_two_actions_have_not_mended_is_told_to_a_person_once()
    {
        silo.Definitions.Put(tenant.Workspace, Company.Definitions with
        {
            Sections = Company.Definitions.Sections.With(ActionPolicySection.Key, [Left]),
        });
        await Keeper.ChangeAsync(Acting, "adam");
        cluster.OnAct = _ => Task.FromResult<ProviderResult?>(ProviderResult.Failed("No."));
        var incident = await SickAsync("cart-1");
        for (var i = 0; i < 2; i++)
        {
            Assert.Single((await Cycles.RunAsync(tenant.Workspace)).Executed);
            Assert.Empty(await tenant.FixNoticesAsync(incident));
            await PassAsync(TimeSpan.FromMinutes(31));
            cluster.Sicken("cart-1");
        }
        for (var i = 0; i < 2; i++)
        {
            Assert.Contains("the next step is a person's", Assert.Single((await Cycles.RunAsync(tenant.Workspace)).Skipped).Reason,
                StringComparison.Ordinal);
        }
        var told = await tenant.FixNoticesAsync(incident);
        Assert.NotEmpty(told);
        Assert.Equal(told.Count, told.Select(row => (row.Message.Channel, row.Message.Address)).Distinct().Count());
        Assert.Single(await tenant.PayloadsAsync(incident, EventTypes.NoteAdded));
    }

    [Fact]
    public async Task The_kill_switch_stops_it_before_anything_is_tried()
    {
        Leave(Left);
        await Keeper.ChangeAsync(Acting, "adam");
        var incident = await SickAsync("cart-1");
        await silo.Grains.GetGrain<IKillSwitchGrain>(GrainKeys.KillSwitch(tenant.Workspace)).TurnAsync(true, "adam", null);
        Assert.Contains("kill switch", Assert.Single((await Cycles.RunAsync(tenant.Workspace)).Skipped).Reason, StringComparison.Ordinal);
        Assert.Empty(cluster.Writes);
        Assert.Empty(await tenant.Reads.ActionsAsync(tenant.Workspace, incident));
    }

    [Fact]
    public async Task Three_failures_in_a_row_pause_it_with_a_note_until_an_admin_lets_it_go_on()
    {
        Leave(Left);
        await Keeper.ChangeAsync(Acting, "adam");
        cluster.OnAct = _ => Task.FromResult<ProviderResult?>(ProviderResult.Failed("No."));
        var last = "";
        for (var i = 0; i < 3; i++)
        {
            last = await SickAsync("cart-1");
            Assert.Equal(ActionStatus.Failed, Assert.Single((await Cycles.RunAsync(tenant.Workspace)).Executed).Status);
            if (i < 2) await EndAsync(last, TimeSpan.FromMinutes(1));
        }
        cluster.OnAct = _ => Task.FromResult<ProviderResult?>(null);
        const string why = "3 autonomous actions in a row";
        Assert.Contains(why, Assert.Single((await Cycles.RunAsync(tenant.Workspace)).Skipped).Reason, StringComparison.Ordinal);
        Assert.Equal("workspace", Assert.Single((await Keeper.GetAsync()).Pauses).Scope);
        await silo.AfterTicksAsync(async () => (await tenant.PayloadsAsync(last, EventTypes.NoteAdded)).Count > 0, "it is noted");
        Assert.Contains(
            why, Assert.Single(await tenant.PayloadsAsync(last, EventTypes.NoteAdded)).GetRawText(), StringComparison.Ordinal);
        await EndAsync(last, TimeSpan.FromMinutes(1));
        await SickAsync("cart-1");
        Assert.Empty((await Cycles.RunAsync(tenant.Workspace)).Executed);
        Assert.Empty(cluster.Writes);

        Assert.Single((await Keeper.ResetAsync("namespace/east/shop", "adam")).Pauses);
        Assert.Empty((await Keeper.ResetAsync("workspace", "adam")).Pauses);
        Assert.Single((await Cycles.RunAsync(tenant.Workspace)).Executed);
        Assert.Equal(["evict cart-1"], cluster.Writes);
        Assert.Equal(
            ["autonomy_settings_changed", "autonomy_paused", "autonomy_reset"],
            (await AuditAsync()).Where(action => action.StartsWith("autonomy", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Those_who_have_the_incident_hear_once_that_autonomy_keeps_off()
    {
        silo.Definitions.Put(tenant.Workspace, Company.Definitions);
        var incident = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        for (var i = 0; i < 2; i++)
        {
            await Keeper.PauseAsync([new("workspace", "A reason.", tenant.Now, incident), new("workload/cart", "Another.", tenant.Now)]);
            await silo.AfterTicksAsync(async () => (await tenant.FixNoticesAsync(incident)).Count > 0, "it is told");
            await silo.NothingDueAsync();
        }
        var told = await tenant.FixNoticesAsync(incident);
        Assert.All(told, row => Assert.Equal(NotificationKind.AutonomyPaused, row.Message.Content.Kind));
        Assert.All(told, row => Assert.StartsWith("A reason. Autonomy keeps off workspace", row.Message.Content.Note, StringComparison.Ordinal));
        Assert.Equal(told.Count, told.Select(row => (row.Message.Channel, row.Message.Address)).Distinct().Count());
        Assert.Single(await tenant.PayloadsAsync(incident, EventTypes.NoteAdded));
    }

    [Fact]
    public async Task A_pause_is_over_after_six_hours()
    {
        await Keeper.PauseAsync([new("workspace", "A reason.", tenant.Now)]);
        silo.Clock.Advance(TimeSpan.FromHours(6) - TimeSpan.FromSeconds(1));
        Assert.Single((await Keeper.GetAsync()).Pauses);
        silo.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty((await Keeper.GetAsync()).Pauses);
    }

    [Fact]
    public async Task Where_half_of_the_namespace_is_sick_it_keeps_off_the_namespace()
    {
        Leave(Left);
        await Keeper.ChangeAsync(Acting, "adam");
        cluster.Namespace = new(false, 4, 2);
        await SickAsync("cart-1");
        Assert.Contains("2 of 4 workloads", Assert.Single((await Cycles.RunAsync(tenant.Workspace)).Skipped).Reason, StringComparison.Ordinal);
        Assert.Equal("namespace/east/shop", Assert.Single((await Keeper.GetAsync()).Pauses).Scope);
        Assert.Empty(cluster.Writes);
    }

    [Fact]
    public async Task In_a_storm_it_keeps_off_everything()
    {
        Leave(Left);
        await Keeper.ChangeAsync(Acting, "adam");
        var first = await SickAsync("cart-1");
        for (var i = 0; i < DedupOptions.Default.StormPerMinute; i++) await tenant.SendAsync(Signals.Firing($"other{i}", $"other{i}"));
        var report = await Cycles.RunAsync(tenant.Workspace);
        Assert.Contains(report.Skipped, skip => skip == new CycleSkip(first, "Alerts come in a storm."));
        Assert.Empty(cluster.Writes);
    }

    [Fact]
    public async Task One_cycle_runs_at_a_time_and_one_that_died_gives_its_turn_back()
    {
        await Keeper.ChangeAsync(new() { PollIntervalSeconds = 30 }, "adam");
        Assert.False((await Keeper.BeginAsync("cyc-dead")).IsTaken);
        var second = await Cycles.RunAsync(tenant.Workspace);
        Assert.Equal(("cyc-dead", true, null), (second.CycleId, second.AlreadyRunning, second.FinishedAt));
        silo.Clock.Advance(TimeSpan.FromSeconds(179));
        Assert.True((await Cycles.RunAsync(tenant.Workspace)).AlreadyRunning);
        silo.Clock.Advance(TimeSpan.FromSeconds(1));
        var third = await Cycles.RunAsync(tenant.Workspace);
        Assert.Equal((false, third.CycleId), (third.AlreadyRunning, (await Keeper.GetAsync()).LastCycle!.CycleId));
        Assert.Null((await Keeper.GetAsync()).RunningCycleId);
    }

    [Fact]
    public async Task A_cycle_that_breaks_gives_its_turn_back_at_once()
    {
        Leave(Left);
        await Keeper.ChangeAsync(Acting, "adam");
        await SickAsync("cart-1");
        cluster.OnRead = static () => throw new InvalidOperationException("Nobody has thought of this.");
        await Assert.ThrowsAnyAsync<Exception>(() => Cycles.RunAsync(tenant.Workspace));
        var view = await Keeper.GetAsync();
        Assert.Equal((null, true), (view.RunningCycleId, view.LastCycle?.IsBroken));
        cluster.OnRead = static () => Task.CompletedTask;
        var report = await Cycles.RunAsync(tenant.Workspace);
        Assert.Equal((false, 1), (report.AlreadyRunning, report.Executed.Length));
        Assert.False((await Keeper.GetAsync()).LastCycle!.IsBroken);
    }

    [Fact]
    public async Task A_change_of_settings_that_were_others_by_then_is_not_made()
    {
        var seen = (await Keeper.ChangeAsync(Acting with { Enabled = false }, "adam")).Revision;
        var on = Acting with { Revision = seen };
        var kept = await Keeper.ChangeAsync(on, "adam");
        // The answer was lost and the same comes again.
        var again = await Keeper.ChangeAsync(on, "adam");
        Assert.Equal((false, false, true, kept.Revision), (kept.IsOvertaken, again.IsOvertaken, again.Settings.IsEnabled, again.Revision));
        var late = await Keeper.ChangeAsync(new() { Enabled = false, Revision = seen }, "eve");
        Assert.Equal((true, true, "adam"), (late.IsOvertaken, late.Settings.IsEnabled, late.ChangedBy));
        Assert.False((await Keeper.ChangeAsync(new() { Enabled = false }, "eve")).Settings.IsEnabled);
        Assert.Equal(3, (await AuditAsync()).Count(action => action is "autonomy_settings_changed"));
    }

    [Fact]
    public async Task Cycles_run_by_themselves_while_it_is_on_and_go_on_after_a_restart()
    {
        Leave(Left);
        await SickAsync("cart-1");
        await Keeper.ChangeAsync(Acting with { PollIntervalSeconds = 30 }, "adam");
        await silo.RestartAsync();
        await silo.AfterTicksAsync(() => Task.FromResult(!cluster.Writes.IsEmpty), "a cycle acts");
        Assert.Equal(["evict cart-1"], cluster.Writes);
        var off = await Keeper.ChangeAsync(new() { Enabled = false }, "adam");
        Assert.Equal((false, 30), (off.Settings.IsEnabled, off.Settings.PollIntervalSeconds));
    }

    [Fact]
    public async Task Where_anybody_may_have_turned_it_on_nothing_is_done()
    {
        Leave(Left);
        await Keeper.ChangeAsync(Acting with { IsDevMode = true }, "anonymous");
        await SickAsync("cart-1");
        Assert.Contains("AI_SRE_API_KEYS", Assert.Single((await Cycles.RunAsync(tenant.Workspace)).Skipped).Reason, StringComparison.Ordinal);
        Assert.Empty(cluster.Writes);
    }

    private void Leave(ActionPolicy policy) => silo.Definitions.Put(
        tenant.Workspace, WorkspaceDefinitions.Empty with { Sections = SectionValues.Empty.With(ActionPolicySection.Key, [policy]) });

    /// <summary>A pod dies of its memory, and an alert says so.</summary>
    private async Task<string> SickAsync(string pod)
    {
        cluster.Sicken(pod);
        return (await tenant.SendAsync(Sick(pod, $"{pod}-{tenant.Now.ToUnixTimeMilliseconds()}"))).IncidentId!;
    }

    private static AlertSignal Sick(string pod, string fingerprint) => Signals.Firing(fingerprint, title: $"{fingerprint} is sick") with
    {
        Subject = new() { Service = Tenant.Service, Namespace = "shop", Pod = pod },
    };

    /// <summary>A person ends an incident, and some time passes.</summary>
    private async Task EndAsync(string incident, TimeSpan? later = null)
    {
        await tenant.Grain(incident).ResolveAsync("adam", null);
        await PassAsync(later ?? TimeSpan.FromMinutes(90));
    }

    /// <summary>Without a cycle in it: one that ran by itself beside that of a test would have its turn.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        var step = TimeSpan.FromMinutes(50);
        for (var left = time; left > TimeSpan.Zero; left -= step)
        {
            // Whoever changes the settings puts the next one off.
            if (time > TimeSpan.FromMinutes(10)) await Keeper.ChangeAsync(new(), "adam");
            silo.Clock.Advance(left < step ? left : step);
        }
        await silo.NothingDueAsync();
    }

    private async Task VerifiedAsync(string actionId)
    {
        silo.Clock.Advance(TimeSpan.FromSeconds(119));
        await silo.AfterTicksAsync(
            async () => (await silo.Grains.GetGrain<IActionQueries>(0).FindAsync(tenant.Workspace, actionId))!.Verification is { Verified: true },
            "it is verified");
    }

    private async Task<ImmutableArray<ActionApproval>> ApprovalsAsync() =>
        await silo.Grains.GetGrain<IActionQueries>(0).ApprovalsAsync(tenant.Workspace, 10);

    private async Task<List<string>> AuditAsync() =>
        [.. (await silo.Service<IActionReads>().AuditAfterAsync(tenant.Workspace, 0, 200)).Select(row => row.Action)];
}
