using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Autonomy;
using AiSre.Grains.Actions;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Autonomy;

/// <summary>The action log as the rules of autonomy read it.</summary>
public sealed class AutonomyLog(IActionReads reads, TimeProvider clock)
{
    /// <summary>What was longer ago says little of what a service is like now.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(90);

    private const int Most = 1_000;

    public Task<ImmutableArray<LoggedAction>> LastHourAsync(string workspace) => ReadAsync(workspace, TimeSpan.FromHours(1));

    public async Task<ImmutableArray<EarnedTrust>> EarnedAsync(string workspace) => EarnedRules.Of(await ReadAsync(workspace, Remembered));

    private async Task<ImmutableArray<LoggedAction>> ReadAsync(string workspace, TimeSpan back) =>
    [
        .. (await reads.ExecutedAsync(workspace, clock.GetUtcNow() - back, Most))
            .Select(row => Of(DocumentText.Read<ActionEntry>(row.Payload), row.Service)),
    ];

    private static LoggedAction Of(ActionEntry entry, string? service) => new()
    {
        Action = entry.Attempt.Request.Action,
        At = entry.At,
        Result = entry switch
        {
            { Answer.Status: ActionStatus.Failed } => LoggedResult.Failed,
            // Nobody will ever know.
            { IsGivenUp: true } => LoggedResult.Unverified,
            { Verification: null } => LoggedResult.Pending,
            { Verification.Verified: true } => LoggedResult.Helped,
            { Verification.Verified: false } => LoggedResult.Failed,
            _ => LoggedResult.Unverified,
        },
        Service = service,
        Workload = entry.Workload,
        IncidentId = entry.Attempt.IncidentId,
        IsAutonomous = entry.Attempt.Caller.Kind is PrincipalKind.Autonomy,
        Replicas = entry.Attempt.Request.Action is ActionName.ScaleDeployment ? entry.Attempt.Request.Replicas : null,
        ReplicasBefore = entry.Answer.Decision?.Plan?.ReplicasBefore,
    };
}
