using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Alerts;
using AiSre.Domain.Autonomy;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Incidents;
using AiSre.Grains.Actions;
using AiSre.Grains.Autonomy;
using AiSre.Grains.Ledger;
using AiSre.Grains.Tests.Actions;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Grains.Tests.Autonomy;

public sealed class AutonomyTests : IAsyncLifetime
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

    private FakeCluster cluster = null!;
    private TestSilo silo = null!;
    private Tenant tenant = null!;

    private IAutonomyGrain Keeper => silo.Grains.GetGrain<IAutonomyGrain>(tenant.Workspace);

    private IAutonomyCycles Cycles => silo.Grains.GetGrain<IAutonomyCycles>(0);

    public async ValueTask InitializeAsync() => await StartAsync(DedupOptions.Default);

    public ValueTask DisposeAsync() => silo.DisposeAsync();

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
        await silo.DisposeAsync();
        await StartAsync(DedupOptions.Default with { StormPerMinute = 2 });
        Leave(Left);
        await Keeper.ChangeAsync(Acting, "adam");
        var first = await SickAsync("cart-1");
        for (var i = 0; i < 3; i++) await tenant.SendAsync(Signals.Firing($"other{i}", $"other{i}"));
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
        silo.Clock.Advance(TimeSpan.FromSeconds(60));
        var third = await Cycles.RunAsync(tenant.Workspace);
        Assert.Equal((false, third.CycleId), (third.AlreadyRunning, (await Keeper.GetAsync()).LastCycle!.CycleId));
        Assert.Null((await Keeper.GetAsync()).RunningCycleId);
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

    private async Task StartAsync(DedupOptions options)
    {
        cluster = null!;
        silo = await TestSilo.StartAsync(options, configure: services => services.AddSingleton<IClusterGateway>(provider =>
            cluster ??= new FakeCluster(provider.GetRequiredService<TimeProvider>())));
        _ = silo.Service<IClusterGateway>();
        tenant = silo.NewTenant();
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

    /// <summary>A person ends an incident, and some time passes. The cycle that falls due in it is through before anything else happens.</summary>
    private async Task EndAsync(string incident, TimeSpan? later = null)
    {
        await tenant.Grain(incident).ResolveAsync("adam", null);
        silo.Clock.Advance(later ?? TimeSpan.FromMinutes(90));
        await silo.NothingDueAsync();
        await TestSilo.UntilAsync(async () => (await Keeper.GetAsync()).RunningCycleId is null, "no cycle runs");
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
