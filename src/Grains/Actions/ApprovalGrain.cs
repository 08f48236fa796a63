using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Actions;

/// <summary>
/// The answer of a person commits first; only then is anything done, under a key that does it once. A crash in between is made up for by an alarm.
/// </summary>
[GrainType(ApprovalGrain.Kind)]
public sealed class ApprovalGrain(
    [PersistentState("approval", LedgerState.Storage)] IPersistentState<Kept<ApprovalGrainState>> store, TimeProvider clock)
    : Grain, IApprovalGrain, IAlarmTargetGrain
{
    internal const string Kind = "approval";

    private const string Expire = "expire", Execute = "execute", Follow = "follow";

    /// <summary>Longer than the attempt lasts.</summary>
    private static readonly TimeSpan ExecuteAgain = TimeSpan.FromSeconds(90);

    /// <summary>After how long a guard is asked again that could not see whether it may be.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(15);

    /// <summary>How often it is looked whether the gate has found out what became of the action.</summary>
    private static readonly TimeSpan FollowAgain = TimeSpan.FromMinutes(1);

    /// <summary>How long a yes counts that could not be carried out at once.</summary>
    private static readonly TimeSpan YesLasts = TimeSpan.FromMinutes(5);

    private string workspace = "";
    private string id = "";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (workspace, id) = GrainKeys.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<ActionApproval?> GetAsync() => (await store.ReadAsync())?.Approval;

    public Task<ActionApproval> AskAsync(ActionAttempt attempt, ActionDecision decision,
        string policyRevision) => store.RetryOnConflictAsync(async () =>
    {
        if (await GetAsync() is { } asked) return asked;
        var now = clock.GetUtcNow();
        var plan = decision.Plan ?? new ActionPlan { Request = attempt.Request };
        var approval = new ActionApproval
        {
            Id = id,
            Attempt = attempt with { Plan = plan, Grant = null, IsDryRun = false, IdempotencyKey = null },
            ArgumentsHash = CanonicalArguments.Hash(plan),
            PolicyRevision = policyRevision,
            CreatedAt = now,
            ExpiresAt = now + ActionApproval.Stands,
            Preview = decision.Preview,
            BlastRadius = decision.BlastRadius,
            PolicyName = decision.PolicyName,
            Notes = decision.Notes,
            NeedsFourEyes = decision.NeedsFourEyes,
            Checks = decision.Checks,
        };
        var alarm = new AlarmSet(Expire, Millis(approval.ExpiresAt));
        await CommitAsync(approval, "approval_requested", attempt.Caller.Name, attempt.SourceAddress, alarm);
        return approval;
    });

    public async Task<ApprovalOutcome> DecideAsync(bool approve, Principal by, string? comment, string? sourceAddress)
    {
        var outcome = await store.RetryOnConflictAsync(() => AnswerAsync(approve, by, comment, sourceAddress));
        return outcome is { Code: null, Approval: { State: ApprovalState.Approved, Answer: null } }
            ? outcome with { Approval = await ExecuteAsync() }
            : outcome;
    }

    public Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm) => store.AnswerAsync(async () =>
    {
        if (await GetAsync() is not { } approval) return AlarmAnswer.Obsolete;
        var fired = alarm.Fired();
        if (alarm.Name is Execute && approval is { State: ApprovalState.Approved, Answer: null }) await ExecuteAsync(fired);
        else if (alarm.Name is Follow && approval.Answer is { } last) await FollowAsync(approval, last, fired);
        else if (alarm.Name is Expire && approval.State is ApprovalState.Pending)
            await CommitAsync(approval with { State = ApprovalState.Expired }, "approval_expired", "system", null, fired);
        else await store.CommitAsync(new ApprovalGrainState { Approval = approval }, new() { Alarms = [fired] });
        return AlarmAnswer.Settled;
    });

    private async Task<ApprovalOutcome> AnswerAsync(bool approve, Principal by, string? comment, string? sourceAddress)
    {
        if (await GetAsync() is not { } approval) return new(null, ApprovalCode.NotFound, "There is no such approval.");
        var now = clock.GetUtcNow();
        if (approval.State is ApprovalState.Approved or ApprovalState.Denied)
            return new(approval, ApprovalCode.AlreadyDecided, $"{approval.DecidedBy?.Name} was first and has {Word(approval.State)} it.");
        if (approval.State is ApprovalState.Expired || now >= approval.ExpiresAt)
            return new(approval with { State = ApprovalState.Expired }, RefusalCode.ApprovalExpired,
                "It has expired; ask again if it is still wanted.");
        if (by.Kind is not PrincipalKind.Person) return new(approval, RefusalCode.ApprovalRole,
            "Only people answer; nothing that a program says is a yes.");
        var needed = ActingRoles.ApproverOf(approval.BlastRadius);
        if (by.Role < needed) return new(approval, RefusalCode.ApprovalRole,
            $"It can hurt {approval.BlastRadius.Name()}; that is for an {needed.Name()}.");
        if (approve && approval.NeedsFourEyes && by.Name == approval.Attempt.Caller.Name)
            return new(approval, RefusalCode.FourEyes, $"{by.Name} asked for it; somebody else must approve it.");
        var decided = approval with
        {
            State = approve ? ApprovalState.Approved : ApprovalState.Denied, DecidedBy = by, DecidedAt = now, Comment = comment,
        };
        ImmutableArray<AlarmChange> alarms = [new AlarmClear(Expire)];
        if (approve) alarms = alarms.Add(new AlarmSet(Execute, Millis(now + ExecuteAgain)));
        await CommitAsync(decided, approve ? "approval_granted" : "approval_denied", by.Name, sourceAddress, [.. alarms]);
        return new(decided);
    }

    /// <summary>By the same guard as everything, for what may have changed since it was asked.</summary>
    private async Task<ActionApproval> ExecuteAsync(AlarmFired? fired = null)
    {
        var approval = (await GetAsync())!;
        var lasts = approval.DecidedAt!.Value + YesLasts;
        var attempt = approval.Attempt with
        {
            IdempotencyKey = $"approval:{id}",
            AskedUntil = lasts,
            Grant = new()
            {
                ApprovalId = id,
                Requester = approval.Attempt.Caller.Name,
                Approver = approval.DecidedBy!,
                ArgumentsHash = approval.ArgumentsHash,
                PolicyRevision = approval.PolicyRevision,
                // A yes at the last moment still counts after a crash, but not hours later.
                ExpiresAt = approval.ExpiresAt > lasts ? approval.ExpiresAt : lasts,
                IncidentId = approval.Attempt.IncidentId,
            },
        };
        var answer = await GrainFactory.GetGrain<IActions>(0).AttemptAsync(workspace, attempt);
        if (answer.IsAskedAgain)
        {
            // Nobody can see for the moment whether it may be: the yes stands, and the guard is asked again.
            var again = new AlarmSet(Execute, Millis(clock.GetUtcNow() + AskAgain));
            await store.CommitAsync(new ApprovalGrainState { Approval = approval }, new() { Alarms = fired is null ? [again] : [fired, again] });
            return approval;
        }
        var done = approval with { Answer = answer };
        ImmutableArray<AlarmChange> alarms = [fired is null ? new AlarmClear(Execute) : fired];
        if (answer.Status is ActionStatus.Unknown or ActionStatus.Started) alarms = alarms.Add(NextLook());
        await store.CommitAsync(new ApprovalGrainState { Approval = done }, new() { Alarms = alarms });
        return done;
    }

    /// <summary>An answer that nobody knew is what the gate has found out since, by reading, as soon as it is through with that.</summary>
    private async Task FollowAsync(ActionApproval approval, ActionAnswer last, AlarmFired fired)
    {
        var entry = await GrainFactory.GetGrain<IActionQueries>(0).FindAsync(workspace, last.Id);
        var isOver = entry is not { FinishedAt: null };
        await store.CommitAsync(
            new ApprovalGrainState { Approval = isOver ? approval with { Answer = entry?.Answer ?? last } : approval },
            new() { Alarms = isOver ? [fired] : [fired, NextLook()] });
    }

    private AlarmSet NextLook() => new(Follow, Millis(clock.GetUtcNow() + FollowAgain));

    private Task<bool> CommitAsync(ActionApproval approval, string action, string actor, string? sourceAddress, params AlarmChange[] alarms)
    {
        var now = clock.GetUtcNow();
        var request = approval.Attempt.Request;
        var detail = EventPayload.Of(
            ("action", request.Action.Name()), ("namespace", request.Namespace), ("arguments_hash", approval.ArgumentsHash),
            ("policy_revision", approval.PolicyRevision), ("requester", approval.Attempt.Caller.Name), ("incident_id", approval.Attempt.IncidentId),
            ("comment", approval.Comment), ("source_ip", sourceAddress));
        return store.CommitAsync(new ApprovalGrainState { Approval = approval }, new()
        {
            Audit = [new(actor, action, Kind, id, Millis(now), detail)], Alarms = [.. alarms],
        });
    }

    private static string Word(ApprovalState state) => state is ApprovalState.Approved ? "approved" : "denied";

    private static long Millis(DateTimeOffset at) => at.ToUnixTimeMilliseconds();
}

/// <summary>What is stored of an approval.</summary>
[GenerateSerializer, Immutable, Alias("aisre.approval-state")]
public sealed record ApprovalGrainState
{
    [Id(0)] public int Version { get; init; } = 1;
    [Id(1)] public ActionApproval? Approval { get; init; }
}
