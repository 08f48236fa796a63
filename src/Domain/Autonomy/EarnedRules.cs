using System.Collections.Immutable;
using AiSre.Domain.Actions;

namespace AiSre.Domain.Autonomy;

/// <summary>
/// How far an action is to be trusted for a service, from what came of it before, whoever did it. A failure or a reversal takes all of it away.
/// </summary>
public static class EarnedRules
{
    /// <summary>What has to be done again, or is undone, within this time had not helped.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    /// <param name="log">In any order.</param>
    public static ImmutableArray<EarnedTrust> Of(IEnumerable<LoggedAction> log)
    {
        var all = log.OrderBy(entry => entry.At).ToList();
        return
        [
            .. from entry in all
            where entry.Service is { Length: > 0 }
            group entry by (entry.Action, Service: entry.Service!) into same
            orderby same.Key.Service, same.Key.Action
            select Counted(same.Key.Action, same.Key.Service, same, all),
        ];
    }

    /// <summary>So often it has helped since it last did not.</summary>
    public static int InARow(ImmutableArray<EarnedTrust> earned, ActionName action, string? service) =>
        earned.FirstOrDefault(trust => trust.Action == action && trust.Service == service)?.InARow ?? 0;

    private static EarnedTrust Counted(ActionName action, string service, IEnumerable<LoggedAction> oldestFirst, List<LoggedAction> all)
    {
        var trust = new EarnedTrust { Action = action, Service = service };
        foreach (var entry in oldestFirst)
        {
            trust = entry.Result switch
            {
                LoggedResult.Failed => trust with { Failures = trust.Failures + 1, InARow = 0 },
                // Somebody may have taken it back before anybody looked.
                LoggedResult.Helped or LoggedResult.Pending when IsReversed(entry, all) => trust with { Reversals = trust.Reversals + 1, InARow = 0 },
                LoggedResult.Helped => trust with { Verified = trust.Verified + 1, InARow = trust.InARow + 1 },
                // No data is no success; neither is it a failure.
                _ => trust,
            };
        }
        return trust;
    }

    private static bool IsReversed(LoggedAction entry, List<LoggedAction> all) => entry.Workload is { } workload && all.Any(later =>
        later.Workload == workload && later.Action == entry.Action && later.At > entry.At && later.At <= entry.At + Lasts
            && (entry.Action is not ActionName.ScaleDeployment || later.Replicas == entry.ReplicasBefore));
}

/// <summary>What came of an action for a service.</summary>
[GenerateSerializer, Immutable, Alias("aisre.autonomy.earned")]
public sealed record EarnedTrust
{
    [Id(0)] public required ActionName Action { get; init; }
    [Id(1)] public required string Service { get; init; }

    /// <summary>It helped.</summary>
    [Id(2)] public int Verified { get; init; }

    [Id(3)] public int Failures { get; init; }

    /// <summary>It had to be done again or was undone within an hour.</summary>
    [Id(4)] public int Reversals { get; init; }

    /// <summary>It helped so often since it last did not: what a policy's <c>min_verified</c> asks for.</summary>
    [Id(5)] public int InARow { get; init; }
}
