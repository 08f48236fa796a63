using System.Collections.Immutable;
using AiSre.Console.Frame;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Kubernetes;

namespace AiSre.Console.Policies;

/// <summary>Which policy covers something, and what the guard says of it as far as no object and no cluster has to be known.</summary>
/// <param name="Policy">Null: none covers it, and it is not done.</param>
/// <param name="Why">Why this one, or why none.</param>
/// <param name="Others">Those that cover it too and stand back.</param>
/// <param name="Checks">For the reader, now.</param>
public sealed record PolicyAnswer(ActionPolicy? Policy, string Why, ImmutableArray<string> Others, ImmutableArray<GuardCheck> Checks)
{
    /// <summary>A name that stands for whichever object it will be.</summary>
    private const string Any = "any";

    /// <summary>The guard's checks that need no object.</summary>
    private static readonly ImmutableArray<string> Known =
    [
        CheckName.KillSwitch, CheckName.Role, CheckName.DevMode, CheckName.ProtectedNamespace, CheckName.Namespace, CheckName.Policy,
        CheckName.FreezeWindow,
    ];

    public bool IsRefused => Checks.Any(check => check.Refuses);

    /// <param name="asked">What.</param>
    /// <param name="view">What the workspace says.</param>
    /// <param name="reader">Who asks.</param>
    /// <param name="isDevMode">There are no API keys.</param>
    /// <param name="devModeActs">And real actions are wanted all the same.</param>
    /// <param name="now">The time.</param>
    internal static PolicyAnswer Of(
        PolicyQuestion asked, PoliciesView view, Principal reader, bool isDevMode, bool devModeActs, DateTimeOffset now)
    {
        var policies = view.InForce.Policies.Value;
        var policy = policies?.For(asked.Action, asked.Namespace);
        var decision = ActionGuard.Decide(new()
        {
            Request = new() { Action = asked.Action, Namespace = asked.Namespace, PodName = Any, DeploymentName = Any, Component = Any, Issue = Any },
            Caller = reader,
            Now = now,
            IsDryRun = false,
            KillSwitch = Switch(view.Stop),
            Policies = view.InForce.Policies,
            Cluster = new(null),
            Past = new(ImmutableArray<PastAction>.Empty),
            IsDevMode = isDevMode,
            DevModeActs = devModeActs,
            OwnNamespace = view.InForce.OwnNamespace,
        });
        return new(
            policy, Reason(policy, asked), [.. view.Policies.Where(other => other != policy && Covers(other, asked)).Select(other => other.Name)],
            [.. decision.Checks.Where(check => Known.Contains(check.Name))]);
    }

    private static bool Covers(ActionPolicy policy, PolicyQuestion asked) => policy.Actions.Contains(asked.Action)
        && (asked.Namespace.Length == 0 || NamespaceGlob.MatchesAny(policy.Namespaces, asked.Namespace));

    private static string Reason(ActionPolicy? policy, PolicyQuestion asked) => policy switch
    {
        null => "No policy covers it: it may be tried, and is not done.",
        _ when asked.Namespace.Length == 0 => "It is for this action; a namespace was not said.",
        _ when policy.Namespaces.Contains(asked.Namespace) => $"It names {asked.Namespace}, which goes before every pattern.",
        _ when policy.Namespaces.FirstOrDefault(glob => glob is not "*" && NamespaceGlob.Matches(glob, asked.Namespace)) is { } glob =>
            $"Its pattern {glob} fits {asked.Namespace}, which goes before a policy for every namespace.",
        _ => "It is for every namespace, and no other is for this one.",
    };

    private static Known<KillSwitch?> Switch(StopState stop) =>
        stop.Platform is { IsOn: true } everywhere ? new(everywhere)
        : stop.Workspace is { IsOn: true } here ? new(here)
        : stop.IsUnknown ? new(null, "it did not answer")
        : new(KillSwitch.Off);
}
