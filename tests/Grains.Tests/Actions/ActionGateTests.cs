using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Verification;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Grains.Actions;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Tests.Actions;

[Collection(OnGuardedSilo.Name)]
public sealed class ActionGateTests
{
    private static readonly Principal Olga = Principal.Person("olga", ActingRole.Operator);
    private static readonly Principal Adam = Principal.Person("adam", ActingRole.Admin);
    private readonly FakeCluster cluster;
    private readonly TestSilo silo;
    private readonly Tenant tenant;

    public ActionGateTests(GuardedSilo guarded)
    {
        silo = guarded.Silo;
        tenant = silo.NewTenant();
        cluster = guarded.ClusterOf(tenant);
    }

    private IActions Door => silo.Grains.GetGrain<IActions>(0);

    private IActionReads Log => silo.Service<IActionReads>();

    [Fact]
    public async Task A_dry_run_writes_nothing_and_is_in_the_log_the_timeline_and_the_audit()
    {
        var incident = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        var answer = await Door.AttemptAsync(tenant.Workspace, Restart() with { IsDryRun = true, IncidentId = incident, Grant = null });
        Assert.Equal((ActionStatus.DryRun, "Would delete pod cart-1 in namespace shop"), (answer.Status, answer.Message));
        Assert.Equal((RefusalCode.ApprovalRequired, true), (answer.Code, answer.Decision!.IsAllowed));
        Assert.Empty(cluster.Writes);
        Assert.Equal(["evict cart-1"], cluster.DryRuns);
        Assert.Contains("action_dry_run", await tenant.EventsAsync(incident));
        var row = Assert.Single(await tenant.Reads.ActionsAsync(tenant.Workspace, incident));
        Assert.Equal(("restart_pod", "dry_run", true, "shop", "olga"), (row.Action, row.Outcome, row.DryRun, row.Namespace, row.Actor));
        Assert.Equal("action_dry_run", Assert.Single(await AuditAsync()).Action);
    }

    [Fact]
    public async Task An_approved_restart_is_done_once_logged_and_verified()
    {
        var incident = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        var answer = await Door.AttemptAsync(tenant.Workspace, Restart() with { IncidentId = incident });
        Assert.Equal((ActionStatus.Success, "Pod cart-1 deleted in namespace shop"), (answer.Status, answer.Message));
        Assert.Equal(["evict cart-1"], cluster.Writes);
        var events = await tenant.EventsAsync(incident);
        Assert.True(events.IndexOf("action_requested") < events.IndexOf("action_executed"));
        Assert.Equal("success", Assert.Single(await tenant.Reads.ActionsAsync(tenant.Workspace, incident)).Outcome);
        Assert.Equal("action_executed", Assert.Single(await AuditAsync()).Action);

        silo.Clock.Advance(TimeSpan.FromSeconds(119));
        Assert.DoesNotContain("action_verified", await tenant.EventsAsync(incident));
        await silo.AfterTicksAsync(async () => (await tenant.EventsAsync(incident)).Contains("action_verified"), "it is verified");
        var seen = Assert.Single(await tenant.PayloadsAsync(incident, EventTypes.ActionVerified));
        Assert.True(seen.GetProperty("verified").GetBoolean());
        Assert.True((await EntryAsync(answer.Id)).Verification!.Verified);
    }

    [Fact]
    public async Task What_is_refused_writes_nothing_and_has_one_row_one_event_and_one_audit_row()
    {
        var incident = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        var answer = await Door.AttemptAsync(tenant.Workspace, Restart() with { IncidentId = incident, Grant = null });
        Assert.Equal((ActionStatus.Denied, RefusalCode.ApprovalRequired), (answer.Status, answer.Code));
        Assert.Empty(cluster.Writes);
        Assert.Equal("denied", Assert.Single(await tenant.Reads.ActionsAsync(tenant.Workspace, incident)).Outcome);
        Assert.Single(await tenant.PayloadsAsync(incident, EventTypes.ActionDenied));
        Assert.Equal("action_denied", Assert.Single(await AuditAsync()).Action);
    }

    [Fact]
    public async Task A_cluster_is_not_asked_about_what_is_refused_anyway()
    {
        var kube = Restart() with { Request = Restart().Request with { Namespace = "kube-system" } };
        Assert.Equal(RefusalCode.ProtectedNamespace, (await Door.AttemptAsync(tenant.Workspace, kube)).Code);
        var west = Restart() with { Request = Restart().Request with { Cluster = "west" } };
        Assert.Equal(RefusalCode.UnknownCluster, (await Door.AttemptAsync(tenant.Workspace, west)).Code);
        Assert.Equal(0, cluster.Reads);
    }

    [Fact]
    public async Task A_namespace_of_another_workspace_is_refused_before_the_cluster_is_asked()
    {
        cluster.Foreign.Add("shop");
        foreach (var attempt in new[] { Restart(), Restart() with { IsDryRun = true }, Scale(4) })
            Assert.Equal(RefusalCode.NamespaceNotAllowed, (await Door.AttemptAsync(tenant.Workspace, attempt)).Code);
        Assert.Equal((0, 0, 0), (cluster.Reads, cluster.Writes.Count, cluster.DryRuns.Count));
    }

    [Fact]
    public async Task What_was_asked_for_without_keys_is_not_done_where_there_are_keys_by_now()
    {
        var dev = Restart() with { IsDevMode = true, DevModeActs = true };
        Assert.Equal(RefusalCode.DevMode, (await Door.AttemptAsync(tenant.Workspace, dev)).Code);
        Assert.Empty(cluster.Writes);
    }

    [Fact]
    public async Task A_yes_to_a_scale_is_for_where_it_started()
    {
        var asked = await Door.AskAsync(tenant.Workspace, Scale(4) with { Grant = null });
        // Somebody else has scaled it meanwhile: up to four has become down to four.
        cluster.ScaleByHand(6);
        var approval = silo.Grains.GetGrain<IApprovalGrain>(GrainKeys.Approval(tenant.Workspace, asked.Approval!.Id));
        var answer = (await approval.DecideAsync(true, Adam, null, null)).Approval!.Answer!;
        Assert.Equal(RefusalCode.TargetChanged, answer.Code);
        Assert.Contains("had 3 replicas when it was planned and has 6 now", answer.Message, StringComparison.Ordinal);
        Assert.Empty(cluster.Writes);
    }

    [Fact]
    public async Task A_workload_whose_cluster_is_gone_is_free_again_for_people_after_an_hour_and_they_are_told()
    {
        silo.Definitions.Put(tenant.Workspace, Company.Definitions);
        var incident = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        cluster.OnAct = _ =>
        {
            cluster.IsReadable = false;
            return Task.FromResult<ProviderResult?>(ProviderResult.Unknown("The answer was lost."));
        };
        var lost = await Door.AttemptAsync(tenant.Workspace, Restart() with { IncidentId = incident, IdempotencyKey = "k" });
        Assert.Equal(ActionStatus.Unknown, lost.Status);
        silo.Clock.Advance(TimeSpan.FromMinutes(50));
        await silo.NothingDueAsync();
        Assert.Null((await EntryAsync(lost.Id)).FinishedAt);

        silo.Clock.Advance(TimeSpan.FromMinutes(10));
        await silo.AfterTicksAsync(async () => (await EntryAsync(lost.Id)).FinishedAt is not null, "it is given up");
        var entry = await EntryAsync(lost.Id);
        Assert.Equal((ActionStatus.Unknown, true), (entry.Answer.Status, entry.IsExecuted));
        Assert.Contains("could not be found out within an hour", entry.Answer.Message, StringComparison.Ordinal);
        var note = Assert.Single(await tenant.PayloadsAsync(incident, EventTypes.NoteAdded));
        Assert.Contains("east/shop/Deployment/cart yourself", note.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("action_executed", await tenant.EventsAsync(incident));
        Assert.Contains("\"status\":\"unknown\"", Assert.Single(await AuditAsync()).Detail, StringComparison.Ordinal);
        await silo.AfterTicksAsync(async () => (await tenant.FixNoticesAsync(incident)).Count > 0, "it is told");
        var told = await tenant.FixNoticesAsync(incident);
        Assert.All(told, row => Assert.Contains(
            "restart_pod for olga: What became of it could not be found out within an hour.", row.Message.Content.Note, StringComparison.Ordinal));
        Assert.Equal(told.Count, told.Select(row => (row.Message.Channel, row.Message.Address)).Distinct().Count());
        Assert.True((await Door.AttemptAsync(tenant.Workspace, Restart() with { IncidentId = incident, IdempotencyKey = "k" })).IsRepeat);

        cluster.IsReadable = true;
        cluster.OnAct = static _ => Task.FromResult<ProviderResult?>(null);
        LeaveToAutonomy();
        Assert.Equal(RefusalCode.Breaker, (await Door.AttemptAsync(tenant.Workspace, Alone())).Code);
        Assert.Empty(cluster.Writes);
        Assert.Equal(ActionStatus.Success, (await Door.AttemptAsync(tenant.Workspace, Restart())).Status);
        silo.Clock.Advance(TimeSpan.FromMinutes(25));
        Assert.Equal(ActionStatus.Success, (await Door.AttemptAsync(tenant.Workspace, Alone())).Status);
    }

    [Fact]
    public async Task The_kill_switch_stops_everything_at_once_and_a_dry_run_says_so()
    {
        var killer = silo.Grains.GetGrain<IKillSwitchGrain>(GrainKeys.KillSwitch(tenant.Workspace));
        await killer.TurnAsync(true, "adam", "deploy");
        Assert.Equal(RefusalCode.KillSwitch, (await Door.AttemptAsync(tenant.Workspace, Restart())).Code);
        Assert.Equal(ActionStatus.DryRun, (await Door.AttemptAsync(tenant.Workspace, Restart() with { IsDryRun = true })).Status);
        Assert.Empty(cluster.Writes);
        Assert.Empty(cluster.DryRuns);
        await killer.TurnAsync(false, "adam", null);
        Assert.Equal(ActionStatus.Success, (await Door.AttemptAsync(tenant.Workspace, Restart())).Status);
        Assert.Equal(["kill_switch_on", "kill_switch_off"], (await AuditAsync()).Select(row => row.Action).Where(action => action.StartsWith("kill",
            StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_kill_switch_that_cannot_be_read_is_on()
    {
        await silo.DeactivateAsync(silo.Grains.GetGrain<IKillSwitchGrain>(GrainKeys.KillSwitch(tenant.Workspace)));
        silo.Reader.Broken = true;
        await Assert.ThrowsAnyAsync<Exception>(() => Door.AttemptAsync(tenant.Workspace, Restart()));
        silo.Reader.Broken = false;
        Assert.Empty(cluster.Writes);
    }

    [Fact]
    public async Task The_platforms_kill_switch_counts_in_every_workspace()
    {
        var killer = silo.Grains.GetGrain<IKillSwitchGrain>(GrainKeys.KillSwitch(null));
        await killer.TurnAsync(true, "adam", null);
        var refused = await Door.AttemptAsync(tenant.Workspace, Restart());
        await killer.TurnAsync(false, "adam", null);
        Assert.Equal(RefusalCode.KillSwitch, refused.Code);
        // It has an audit of its own, which is sealed like every other.
        var chain = silo.Grains.GetGrain<IAuditChainGrain>(GrainKeys.KillSwitch(null));
        await silo.AfterTicksAsync(async () => await chain.VerifyAsync() is { IsIntact: true, Sealed: 2 }, "the platform's audit is sealed");
    }

    [Fact]
    public async Task Whoever_writes_to_the_audit_has_it_sealed()
    {
        await silo.Grains.GetGrain<IDefinitionsGrain>(tenant.Workspace).PutAsync([new("body", "users: {dave: {}}")], "adam");
        var chain = silo.Grains.GetGrain<IAuditChainGrain>(tenant.Workspace);
        await silo.AfterTicksAsync(async () => await chain.VerifyAsync() is { Sealed: 1 }, "the audit of definitions is sealed");
    }

    [Fact]
    public async Task What_nobody_could_see_is_no_decision_as_long_as_it_is_asked_again()
    {
        var attempt = Restart() with { IdempotencyKey = "k", AskedUntil = tenant.Now.AddSeconds(30) };
        cluster.IsReadable = false;
        var blind = await Door.AttemptAsync(tenant.Workspace, attempt);
        Assert.Equal((ActionStatus.Denied, true, ""), (blind.Status, blind.IsAskedAgain, blind.Id));
        Assert.Empty(await AuditAsync());
        silo.Clock.Advance(TimeSpan.FromSeconds(31));
        var last = await Door.AttemptAsync(tenant.Workspace, attempt);
        Assert.Equal((ActionStatus.Denied, false), (last.Status, last.IsAskedAgain));
        Assert.Equal("action_denied", Assert.Single(await AuditAsync()).Action);
        cluster.IsReadable = true;
        Assert.Equal(ActionStatus.Success, (await Door.AttemptAsync(tenant.Workspace, attempt)).Status);
        Assert.Single(cluster.Writes);
    }

    [Fact]
    public async Task What_waits_for_a_busy_cluster_is_not_begun_after_its_time()
    {
        var asked = new TaskCompletionSource();
        cluster.OnAct = _ =>
        {
            asked.TrySetResult();
            return Task.FromResult<ProviderResult?>(new(ProviderOutcome.Throttled, "Too busy.") { RetryAfter = TimeSpan.FromSeconds(4) });
        };
        var attempt = Door.AttemptAsync(tenant.Workspace, Restart() with { IdempotencyKey = "k", Deadline = tenant.Now.AddSeconds(3) });
        await asked.Task;
        cluster.OnAct = _ => Task.FromResult<ProviderResult?>(null);
        await TickUntilAsync(() => attempt.IsCompleted, "it is answered");
        Assert.Equal((ActionStatus.Denied, RefusalCode.TooLate), ((await attempt).Status, (await attempt).Code));
        Assert.Empty(cluster.Writes);
        // It may be asked again under the same key.
        Assert.Equal(ActionStatus.Success, (await Door.AttemptAsync(tenant.Workspace, Restart() with { IdempotencyKey = "k" })).Status);
    }

    [Theory]
    [InlineData(true, NotificationKind.FixFailed, "false", "That has not helped. The new pod cart-4 has restarted 4 times already.")]
    [InlineData(false, NotificationKind.FixUnverified, "null", "Nobody can tell whether that has helped.")]
    public async Task A_fix_that_has_not_helped_is_told_once_to_those_who_have_the_incident(
        bool isReadable, NotificationKind kind, string verified, string says)
    {
        silo.Definitions.Put(tenant.Workspace, Company.Definitions);
        var incident = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        var answer = await Door.AttemptAsync(tenant.Workspace, Restart() with { IncidentId = incident });
        cluster.Sicken("cart-4");
        cluster.IsReadable = isReadable;
        silo.Clock.Advance(TimeSpan.FromSeconds(119));
        await silo.AfterTicksAsync(async () => (await tenant.FixNoticesAsync(incident)).Count > 0, "it is told");
        var told = await tenant.FixNoticesAsync(incident);
        Assert.All(told, row => Assert.Equal(kind, row.Message.Content.Kind));
        Assert.All(told, row => Assert.Contains(says, row.Message.Content.Note, StringComparison.Ordinal));
        var seen = Assert.Single(await tenant.PayloadsAsync(incident, EventTypes.ActionVerified));
        Assert.Equal(verified, seen.GetProperty("verified").GetRawText());
        Assert.Equal(told.Count, told.Select(row => (row.Message.Channel, row.Message.Address)).Distinct().Count());
        Assert.NotEqual(true, (await EntryAsync(answer.Id)).Verification!.Verified);
    }

    [Fact]
    public async Task What_was_taken_back_before_anybody_looked_is_told_to_nobody_as_a_fix_that_has_not_helped()
    {
        silo.Definitions.Put(tenant.Workspace, Company.Definitions);
        var incident = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        var done = await Door.AttemptAsync(tenant.Workspace, Scale(5) with { IncidentId = incident });
        silo.Clock.Advance(TimeSpan.FromSeconds(60));
        var undone = await Door.AttemptAsync(tenant.Workspace, Scale(3) with { IncidentId = incident, Sequel = new(true, [done.Id]) });
        Assert.Equal((ActionStatus.Success, ActionStatus.Success), (done.Status, undone.Status));
        silo.Clock.Advance(TimeSpan.FromSeconds(119));
        await silo.AfterTicksAsync(async () => (await EntryAsync(undone.Id)).Verification is { Verified: true }, "the last one is looked at");
        Assert.Null((await EntryAsync(done.Id)).Verification);
        Assert.Single(await tenant.PayloadsAsync(incident, EventTypes.ActionVerified));
        await silo.NothingDueAsync();
        Assert.Empty(await tenant.FixNoticesAsync(incident));
    }

    [Fact]
    public async Task What_the_cluster_refuses_afterwards_keeps_nobody_from_looking_but_what_is_under_way_is_waited_for()
    {
        var done = await Door.AttemptAsync(tenant.Workspace, Restart());
        silo.Clock.Advance(TimeSpan.FromSeconds(110));
        var (entered, goOn) = (new TaskCompletionSource(), new TaskCompletionSource<ProviderResult?>());
        cluster.OnAct = _ =>
        {
            entered.SetResult();
            return goOn.Task;
        };
        var refused = Door.AttemptAsync(tenant.Workspace, Restart(cluster.FirstPod) with { Sequel = new(false, [done.Id]) });
        await entered.Task;
        silo.Clock.Advance(TimeSpan.FromSeconds(15));
        await silo.NothingDueAsync();
        Assert.Null((await EntryAsync(done.Id)).Verification);
        goOn.SetResult(ProviderResult.PdbBlocked("The budget allows none."));
        Assert.Equal(RefusalCode.PdbBlocked, (await refused).Code);
        await silo.AfterTicksAsync(async () => (await EntryAsync(done.Id)).Verification is { Verified: true }, "it is looked at");
    }

    [Fact]
    public async Task An_audit_that_is_written_to_all_the_time_is_sealed_all_the_same()
    {
        var chain = silo.Grains.GetGrain<IAuditChainGrain>(tenant.Workspace);
        var killer = silo.Grains.GetGrain<IKillSwitchGrain>(GrainKeys.KillSwitch(tenant.Workspace));
        var (last, on) = (DateTimeOffset.MinValue, false);
        await silo.AfterTicksAsync(
            async () =>
            {
                if (tenant.Now > last) await killer.TurnAsync(on = !on, "adam", null);
                last = tenant.Now;
                return (await chain.VerifyAsync()).Sealed > 0;
            },
            "some of it is sealed");
        Assert.True((await chain.VerifyAsync()).IsIntact);
    }

    [Fact]
    public async Task One_action_at_a_time_on_a_workload()
    {
        var entered = new TaskCompletionSource();
        var goOn = new TaskCompletionSource<ProviderResult?>();
        cluster.OnAct = _ =>
        {
            entered.SetResult();
            return goOn.Task;
        };
        var first = Door.AttemptAsync(tenant.Workspace, Restart());
        await entered.Task;
        Assert.Equal(RefusalCode.ActionInProgress, (await Door.AttemptAsync(tenant.Workspace, Scale(4))).Code);
        goOn.SetResult(null);
        Assert.Equal(ActionStatus.Success, (await first).Status);
        Assert.Single(cluster.Writes);
    }

    [Theory]
    [InlineData(ProviderOutcome.Failed, ActionStatus.Failed, null)]
    [InlineData(ProviderOutcome.PdbBlocked, ActionStatus.Denied, RefusalCode.PdbBlocked)]
    [InlineData(ProviderOutcome.TargetChanged, ActionStatus.Denied, RefusalCode.TargetChanged)]
    [InlineData(ProviderOutcome.NotFound, ActionStatus.Denied, RefusalCode.TargetNotFound)]
    [InlineData(ProviderOutcome.Stale, ActionStatus.Failed, null)]
    public async Task The_workload_is_free_again_whatever_the_cluster_says(ProviderOutcome outcome, ActionStatus status, string? code)
    {
        cluster.OnAct = _ => Task.FromResult<ProviderResult?>(new(outcome, "Said so."));
        var answer = await Door.AttemptAsync(tenant.Workspace, Restart());
        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Empty(cluster.Writes);
        cluster.OnAct = _ => Task.FromResult<ProviderResult?>(null);
        silo.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(ActionStatus.Success, (await Door.AttemptAsync(tenant.Workspace, Restart())).Status);
    }

    [Fact]
    public async Task What_is_stale_is_decided_anew_three_times_at_most_and_audited_once()
    {
        var tries = 0;
        cluster.OnAct = _ => Task.FromResult<ProviderResult?>(++tries < 3 ? ProviderResult.Stale("409") : null);
        Assert.Equal(ActionStatus.Success, (await Door.AttemptAsync(tenant.Workspace, Restart())).Status);
        Assert.Equal(3, tries);
        Assert.Single(await AuditAsync());
    }

    [Fact]
    public async Task A_lost_answer_is_found_out_by_reading_and_not_done_again()
    {
        cluster.LosesAnswers = true;
        var answer = await Door.AttemptAsync(tenant.Workspace, Restart());
        Assert.Equal(ActionStatus.Success, answer.Status);
        Assert.Single(cluster.Writes);
    }

    [Fact]
    public async Task While_nobody_can_tell_the_workload_stays_taken_and_later_it_is_found_out()
    {
        cluster.OnAct = action =>
        {
            cluster.IsReadable = false;
            return Task.FromResult<ProviderResult?>(null);
        };
        cluster.LosesAnswers = true;
        var answer = await Door.AttemptAsync(tenant.Workspace, Restart());
        Assert.Equal(ActionStatus.Unknown, answer.Status);
        cluster.IsReadable = true;
        await silo.AfterTicksAsync(async () => (await EntryAsync(answer.Id)).Answer.Status is ActionStatus.Success, "it is found out");
        Assert.Single(cluster.Writes);
        Assert.Equal("action_executed", Assert.Single(await AuditAsync()).Action);
    }

    [Fact]
    public async Task A_crash_after_the_write_and_before_its_record_evicts_once()
    {
        var incident = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        var attempt = Restart() with { IncidentId = incident, IdempotencyKey = "run-1/step-1" };
        // The cluster evicts, and nothing after that is written down.
        cluster.OnAct = action =>
        {
            cluster.Writes.Enqueue("evict " + action.Plan.Target!.Name);
            cluster.Lose("cart-1");
            throw new IOException("The process dies here.");
        };
        await Assert.ThrowsAnyAsync<Exception>(() => Door.AttemptAsync(tenant.Workspace, attempt));
        Assert.Empty(await AuditAsync());
        await silo.RestartAsync(TimeSpan.FromMinutes(5));
        cluster.OnAct = _ => Task.FromResult<ProviderResult?>(null);

        var again = await Door.AttemptAsync(tenant.Workspace, attempt);
        Assert.Equal((ActionStatus.Success, true), (again.Status, again.IsRepeat));
        Assert.Equal(["evict cart-1"], cluster.Writes);
        Assert.Single(await AuditAsync());
    }

    [Fact]
    public async Task A_crash_before_the_write_lets_the_same_request_be_done_once()
    {
        var attempt = Restart() with { IdempotencyKey = "run-1/step-1" };
        cluster.OnAct = _ => throw new IOException("The process dies here.");
        await Assert.ThrowsAnyAsync<Exception>(() => Door.AttemptAsync(tenant.Workspace, attempt));
        await silo.RestartAsync(SettlingRules.MayHappenFor);
        cluster.OnAct = _ => Task.FromResult<ProviderResult?>(null);
        Assert.Equal(ActionStatus.Success, (await Door.AttemptAsync(tenant.Workspace, attempt)).Status);
        Assert.Equal(["evict cart-1"], cluster.Writes);
    }

    [Fact]
    public async Task What_a_crash_left_on_its_way_is_not_asked_for_again_before_it_could_arrive()
    {
        var attempt = Restart() with { IdempotencyKey = "run-1/step-1" };
        // It is sent, and the API server is still at it when the process is gone.
        cluster.OnAct = _ => throw new IOException("The process dies here.");
        await Assert.ThrowsAnyAsync<Exception>(() => Door.AttemptAsync(tenant.Workspace, attempt));
        await silo.RestartAsync(TimeSpan.FromSeconds(1));
        cluster.OnAct = _ => Task.FromResult<ProviderResult?>(null);
        var early = await Door.AttemptAsync(tenant.Workspace, attempt);
        Assert.Equal((ActionStatus.Unknown, true), (early.Status, early.IsRepeat));
        Assert.Equal(RefusalCode.ActionInProgress, (await Door.AttemptAsync(tenant.Workspace, Restart())).Code);
        cluster.Writes.Enqueue("evict cart-1");
        cluster.Lose("cart-1");

        silo.Clock.Advance(SettlingRules.MayHappenFor);
        var late = await Door.AttemptAsync(tenant.Workspace, attempt);
        Assert.Equal((ActionStatus.Success, true, early.Id), (late.Status, late.IsRepeat, late.Id));
        Assert.Equal(["evict cart-1"], cluster.Writes);
        Assert.Single(await AuditAsync(), row => row.Action is "action_executed");
    }

    [Fact]
    public async Task An_answer_that_was_lost_counts_as_not_done_when_nothing_can_come_of_it_any_more()
    {
        cluster.OnAct = _ => Task.FromResult<ProviderResult?>(ProviderResult.Unknown("The answer was lost."));
        var asked = Door.AttemptAsync(tenant.Workspace, Restart() with { IdempotencyKey = "k" });
        await TickUntilAsync(() => asked.IsCompleted, "it is answered");
        var lost = await asked;
        Assert.Equal(ActionStatus.Unknown, lost.Status);
        await silo.AfterTicksAsync(async () => (await EntryAsync(lost.Id)).FinishedAt is not null, "it is settled");
        var entry = await EntryAsync(lost.Id);
        Assert.Equal((ActionStatus.Failed, false), (entry.Answer.Status, entry.IsExecuted));
        Assert.True(entry.FinishedAt >= entry.At + SettlingRules.MayHappenFor);
    }

    [Fact]
    public async Task The_same_key_is_done_once_and_answered_alike_and_another_request_under_it_is_refused()
    {
        var attempt = Restart() with { IdempotencyKey = "k" };
        var first = await Door.AttemptAsync(tenant.Workspace, attempt);
        var second = await Door.AttemptAsync(tenant.Workspace, attempt);
        Assert.Equal((first.Id, ActionStatus.Success, true), (second.Id, second.Status, second.IsRepeat));
        Assert.Single(cluster.Writes);
        Assert.Equal(
            RefusalCode.IdempotencyKeyUsed, (await Door.AttemptAsync(tenant.Workspace, Scale(4) with { IdempotencyKey = "k" })).Code);
        silo.Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(1));
        Assert.False((await Door.AttemptAsync(tenant.Workspace, Restart(cluster.FirstPod) with { IdempotencyKey = "k" })).IsRepeat);
    }

    [Fact]
    public async Task Limits_are_counted_in_the_stored_log_and_survive_a_restart()
    {
        Assert.Equal(ActionStatus.Success, (await Door.AttemptAsync(tenant.Workspace, Restart())).Status);
        await silo.RestartAsync();
        var refused = await Door.AttemptAsync(tenant.Workspace, Scale(4));
        Assert.Equal(RefusalCode.Cooldown, refused.Code);
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        Assert.Single(await Log.PastAsync(tenant.Workspace, tenant.Now.AddHours(-1)));
    }

    [Fact]
    public async Task A_scale_is_verified_when_all_are_ready_and_as_many_as_there_are_is_nothing_to_do()
    {
        Assert.Equal(ActionStatus.NoOp, (await Door.AttemptAsync(tenant.Workspace, Scale(3))).Status);
        Assert.Empty(cluster.Writes);
        var answer = await Door.AttemptAsync(tenant.Workspace, Scale(5));
        Assert.Equal((ActionStatus.Success, 5), (answer.Status, cluster.Replicas));
        silo.Clock.Advance(TimeSpan.FromSeconds(119));
        await silo.AfterTicksAsync(async () => (await EntryAsync(answer.Id)).Verification is { Verified: true }, "the scale is verified");
    }

    [Fact]
    public async Task An_approval_is_carried_out_once_and_the_second_answer_hears_who_was_first()
    {
        var asked = await Door.AskAsync(tenant.Workspace, Restart() with { Grant = null });
        var approval = silo.Grains.GetGrain<IApprovalGrain>(GrainKeys.Approval(tenant.Workspace, asked.Approval!.Id));
        var both = await Task.WhenAll(approval.DecideAsync(true, Adam, "ok", null), approval.DecideAsync(true, Olga, null, null));
        Assert.Single(both, outcome => outcome.Code is null);
        var late = both.Single(outcome => outcome.Code is not null);
        Assert.Equal(ApprovalCode.AlreadyDecided, late.Code);
        Assert.Contains("was first", late.Detail, StringComparison.Ordinal);
        Assert.Equal(ActionStatus.Success, both.Single(outcome => outcome.Code is null).Approval!.Answer!.Status);
        Assert.Single(cluster.Writes);
        Assert.Equal(ApprovalState.Approved, Assert.Single(await silo.Grains.GetGrain<IActionQueries>(0).ApprovalsAsync(tenant.Workspace, 10)).State);
    }

    [Theory]
    [InlineData(true, ActionStatus.Success)]
    [InlineData(false, ActionStatus.Failed)]
    public async Task An_approval_says_what_was_found_out_of_an_answer_that_was_lost(bool happens, ActionStatus found)
    {
        var asked = await Door.AskAsync(tenant.Workspace, Restart() with { Grant = null });
        var approval = silo.Grains.GetGrain<IApprovalGrain>(GrainKeys.Approval(tenant.Workspace, asked.Approval!.Id));
        cluster.OnAct = _ =>
        {
            cluster.IsReadable = false;
            return Task.FromResult(happens ? null : ProviderResult.Unknown("The answer was lost."));
        };
        cluster.LosesAnswers = true;
        Assert.Equal(ActionStatus.Unknown, (await approval.DecideAsync(true, Adam, "go", null)).Approval!.Answer!.Status);
        cluster.IsReadable = true;
        await silo.AfterTicksAsync(async () => (await approval.GetAsync())!.Answer!.Status != ActionStatus.Unknown, "it is found out");
        Assert.Equal((found, "go"), ((await approval.GetAsync())!.Answer!.Status, (await approval.GetAsync())!.Comment));
        Assert.Equal(found, Assert.Single(await silo.Grains.GetGrain<IActionQueries>(0).ApprovalsAsync(tenant.Workspace, 10)).Answer!.Status);
        Assert.Equal(happens ? 1 : 0, cluster.Writes.Count);
        await silo.NothingDueAsync();
    }

    [Theory]
    [InlineData(true, ActionStatus.Success)]
    [InlineData(false, ActionStatus.Denied)]
    public async Task A_yes_that_comes_while_nothing_can_be_read_stands_and_is_carried_out_once_or_not_at_all(bool returns, ActionStatus end)
    {
        var asked = await Door.AskAsync(tenant.Workspace, Restart() with { Grant = null });
        var approval = silo.Grains.GetGrain<IApprovalGrain>(GrainKeys.Approval(tenant.Workspace, asked.Approval!.Id));
        cluster.IsReadable = false;
        var said = (await approval.DecideAsync(true, Adam, "go", null)).Approval!;
        Assert.Equal((ApprovalState.Approved, null), (said.State, said.Answer));
        cluster.IsReadable = returns;
        if (!returns) silo.Clock.Advance(TimeSpan.FromMinutes(5));
        await silo.AfterTicksAsync(async () => (await approval.GetAsync())!.Answer is not null, "it is known what came of it");
        var answer = (await approval.GetAsync())!.Answer!;
        Assert.Equal((end, returns ? 1 : 0), (answer.Status, cluster.Writes.Count));
        // The first row is of the question, which lacked a yes.
        Assert.Equal(answer.Id, Assert.Single((await AuditAsync()).Skip(1), row => row.Action is "action_executed" or "action_denied").Id);
    }

    [Fact]
    public async Task An_approval_expires_is_refused_for_another_object_and_is_not_for_machines()
    {
        var asked = await Door.AskAsync(tenant.Workspace, Restart() with { Grant = null });
        var approval = silo.Grains.GetGrain<IApprovalGrain>(GrainKeys.Approval(tenant.Workspace, asked.Approval!.Id));
        var machine = await approval.DecideAsync(true, new("autonomy", ActingRole.Admin, PrincipalKind.Autonomy), null, null);
        Assert.Equal(RefusalCode.ApprovalRole, machine.Code);
        Assert.Equal(RefusalCode.ApprovalRole, (await approval.DecideAsync(true, Principal.Person("vera", ActingRole.Viewer), null, null)).Code);
        silo.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(RefusalCode.ApprovalExpired, (await approval.DecideAsync(true, Adam, null, null)).Code);
        await silo.AfterTicksAsync(async () => (await approval.GetAsync())!.State is ApprovalState.Expired, "the approval expires");
        Assert.Empty(cluster.Writes);

        // The pod was replaced since: its namesake was not meant.
        var other = await Door.AskAsync(tenant.Workspace, Restart(cluster.FirstPod) with { Grant = null });
        cluster.Lose(cluster.FirstPod);
        var late = silo.Grains.GetGrain<IApprovalGrain>(GrainKeys.Approval(tenant.Workspace, other.Approval!.Id));
        Assert.Equal(RefusalCode.TargetChanged, (await late.DecideAsync(true, Adam, null, null)).Approval!.Answer!.Code);
        Assert.Empty(cluster.Writes);
    }

    [Fact]
    public async Task A_yes_under_older_policies_counts_for_nothing()
    {
        var asked = await Door.AskAsync(tenant.Workspace, Restart() with { Grant = null });
        var stricter = BuiltInActionPolicy.Value with { Limits = new() { MaxReplicas = 5 } };
        silo.Definitions.Put(
            tenant.Workspace, WorkspaceDefinitions.Empty with { Sections = SectionValues.Empty.With(ActionPolicySection.Key, [stricter]) });
        var approval = silo.Grains.GetGrain<IApprovalGrain>(GrainKeys.Approval(tenant.Workspace, asked.Approval!.Id));
        Assert.Equal(RefusalCode.ApprovalOutdated, (await approval.DecideAsync(true, Adam, null, null)).Approval!.Answer!.Code);
        Assert.Empty(cluster.Writes);
    }

    [Fact]
    public async Task The_same_fix_a_third_time_takes_a_person()
    {
        LeaveToAutonomy();
        var incident = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(ActionStatus.Success, (await Door.AttemptAsync(tenant.Workspace, Alone(incident))).Status);
            silo.Clock.Advance(TimeSpan.FromMinutes(25));
        }
        Assert.Equal(RefusalCode.IneffectiveFix, (await Door.AttemptAsync(tenant.Workspace, Alone(incident))).Code);
        Assert.Contains("ineffective_fix", (await tenant.PayloadsAsync(incident, EventTypes.ActionDenied)).Single().GetRawText(),
            StringComparison.Ordinal);
        Assert.Equal(2, cluster.Writes.Count);
        Assert.Equal(["action_executed", "action_executed", "action_denied"], (await AuditAsync()).Select(row => row.Action));
        Assert.Equal(
            ActionStatus.Success, (await Door.AttemptAsync(tenant.Workspace, Restart(cluster.FirstPod) with { IncidentId = incident })).Status);
    }

    [Fact]
    public async Task The_audit_is_a_chain_and_a_row_that_was_changed_breaks_it()
    {
        var chain = silo.Grains.GetGrain<IAuditChainGrain>(tenant.Workspace);
        await Door.AttemptAsync(tenant.Workspace, Restart() with { IsDryRun = true });
        await Door.AttemptAsync(tenant.Workspace, Restart());
        await silo.AfterTicksAsync(async () => await chain.VerifyAsync() is { Sealed: 2 }, "the audit is sealed");
        Assert.Equal((true, 2L), (await chain.VerifyAsync() is var intact ? (intact.IsIntact, intact.Rows) : default));
        await silo.TamperAsync("UPDATE audit SET detail = '{}' WHERE seq = (SELECT max(seq) FROM audit WHERE workspace = @workspace)",
            tenant.Workspace);
        Assert.False((await chain.VerifyAsync()).IsIntact);
    }

    /// <summary>For what waits for time itself.</summary>
    private Task TickUntilAsync(Func<bool> happened, string what) => TestSilo.UntilAsync(() =>
    {
        if (!happened()) silo.Clock.Advance(TimeSpan.FromSeconds(1));
        return Task.FromResult(happened());
    }, what);

    private static ActionAttempt Restart(string pod = "cart-1") => new()
    {
        Request = new() { Action = ActionName.RestartPod, Namespace = "shop", PodName = pod }, Caller = Olga, IsDryRun = false,
        Grant = new() { Requester = "olga", Approver = Olga, ExpiresAt = DateTimeOffset.MaxValue },
    };

    private void LeaveToAutonomy()
    {
        var unattended = BuiltInActionPolicy.Value with
        {
            Approval = ApprovalNeed.NotRequired, Auto = new() { IsEnabled = true, Namespaces = ["*"] },
        };
        silo.Definitions.Put(
            tenant.Workspace, WorkspaceDefinitions.Empty with { Sections = SectionValues.Empty.With(ActionPolicySection.Key, [unattended]) });
    }

    private ActionAttempt Alone(string? incident = null) => Restart(cluster.FirstPod) with
    {
        Caller = new("autonomy", ActingRole.Operator, PrincipalKind.Autonomy), Grant = null, IncidentId = incident,
        Autonomy = new() { Confidence = 0.9 },
    };

    private static ActionAttempt Scale(int replicas) => Restart() with
    {
        Request = new() { Action = ActionName.ScaleDeployment, Namespace = "shop", DeploymentName = "cart", Replicas = replicas },
    };

    private async Task<ActionEntry> EntryAsync(string id) => (await silo.Grains.GetGrain<IActionQueries>(0).FindAsync(tenant.Workspace, id))!;

    private async Task<IReadOnlyList<StoredAudit>> AuditAsync() => await Log.AuditAfterAsync(tenant.Workspace, 0, 100);
}
