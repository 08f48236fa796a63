using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Definitions.Reading;

namespace AiSre.Domain.Definitions.Actions;

/// <summary>All that a workspace says about actions.</summary>
[GenerateSerializer, Immutable, Alias("aisre.action-policies")]
public sealed record ActionPolicies
{
    /// <summary>In the order in which they were written. Never empty: who writes none has <see cref="BuiltInActionPolicy.Value"/>.</summary>
    [Id(0)] public ImmutableArray<ActionPolicy> Policies { get; init; } = [BuiltInActionPolicy.Value];

    /// <summary>Exact names that an admin has taken out of the protected ones.</summary>
    [Id(1)] public ImmutableArray<string> Unprotected { get; init; } = [];

    /// <summary>Which revision of the definitions this is; an approval holds for one only.</summary>
    [Id(2)] public string Revision { get; init; } = "";

    public static ActionPolicies Of(SectionValues definitions, string revision) => new()
    {
        Policies = definitions.Of(ActionPolicySection.Key) is { IsDefaultOrEmpty: false } written ? written : [BuiltInActionPolicy.Value],
        Unprotected = definitions.Of(UnprotectedSection.Key),
        Revision = revision,
    };

    /// <summary>
    /// The policy for an action: an exact namespace before a glob before everything, then the shorter list of actions, then the one that was written
    /// first. Null: none covers it.
    /// </summary>
    /// <param name="action">Which.</param>
    /// <param name="inNamespace">Empty for an action that touches nothing: then its name alone decides.</param>
    public ActionPolicy? For(ActionName action, string inNamespace) =>
        Policies.Where(policy => policy.Actions.Contains(action))
            .Select(policy => (Policy: policy, Fit: inNamespace.Length == 0 ? 1 : Fit(policy, inNamespace)))
            .Where(candidate => candidate.Fit > 0)
            .OrderByDescending(candidate => candidate.Fit).ThenBy(candidate => candidate.Policy.Actions.Length)
            .Select(candidate => candidate.Policy).FirstOrDefault();

    /// <summary>Whether any policy, for whatever action, speaks of a namespace.</summary>
    public bool Covers(string inNamespace) => Policies.Any(policy => Fit(policy, inNamespace) > 0);

    private static int Fit(ActionPolicy policy, string inNamespace) =>
        policy.Namespaces.Select(glob => glob == inNamespace ? 3 : !NamespaceGlob.Matches(glob, inNamespace) ? 0 : glob is "*" ? 1 : 2)
            .DefaultIfEmpty(0).Max();
}
