using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Kubernetes;

namespace AiSre.Domain.Autonomy;

/// <summary>When autonomy stops by itself, and how long it keeps off.</summary>
public static class BreakerRules
{
    public const int MostFailures = 3, MostRestarts = 3;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Those that have not run out.</summary>
    public static ImmutableArray<AutonomyPause> Standing(ImmutableArray<AutonomyPause> pauses, DateTimeOffset now) =>
        pauses.All(pause => pause.Until > now) ? pauses : pauses.RemoveAll(pause => pause.Until <= now);

    /// <summary>What is counted for a scope: the last hour, and nothing from before an admin let it go on.</summary>
    public static DateTimeOffset Since(ImmutableDictionary<string, DateTimeOffset> resets, string scope, DateTimeOffset now) =>
        resets.TryGetValue(scope, out var at) && at > now - Hour ? at : now - Hour;

    /// <summary>Too many of autonomy's own actions came to nothing, one after the other. Null: no.</summary>
    public static string? Failures(IEnumerable<LoggedAction> log, DateTimeOffset since)
    {
        var inARow = log.Where(entry => entry.IsAutonomous && entry.At > since && entry.Result is not LoggedResult.Pending)
            .OrderByDescending(entry => entry.At).TakeWhile(entry => entry.Result is not LoggedResult.Helped).Count();
        return inARow >= MostFailures
            ? FormattableString.Invariant($"{inARow} autonomous actions in a row failed or could not be verified within an hour.")
            : null;
    }

    /// <summary>A workload was restarted too often, by whomever. Null: no.</summary>
    public static string? Restarts(IEnumerable<PastAction> past, string? workload, DateTimeOffset since)
    {
        if (workload is null) return null;
        var restarts = past.Count(entry => entry.Action is ActionName.RestartPod && entry.Workload == workload && entry.At > since);
        return restarts > MostRestarts ? FormattableString.Invariant($"{workload} was restarted {restarts} times within an hour.") : null;
    }

    /// <summary>Where most is sick, one pod is not the cause. Null: it is well, or nobody knows, which the guard refuses.</summary>
    public static string? Unready(NamespaceFacts? facts) => facts is { Workloads: > 0 } && facts.Unready * 2 >= facts.Workloads
        ? FormattableString.Invariant($"{facts.Unready} of {facts.Workloads} workloads in the namespace are not ready.")
        : null;
}
