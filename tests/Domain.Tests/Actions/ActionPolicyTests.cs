using System.Runtime.CompilerServices;
using AiSre.Domain.Actions;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Tests.Definitions;

namespace AiSre.Domain.Tests.Actions;

public sealed class ActionPolicyTests
{
    private const string Whole = """
        action_policies:
          - name: shop
            actions: [restart_pod, scale_deployment]
            namespaces: ["shop-*", pay]
            max_blast_radius: service_outage
            approval: not_required
            four_eyes: true
            auto: {enabled: true, actions: [restart_pod], max_blast_radius: single_pod, min_confidence: 0.9, namespaces: [pay], min_verified: 5, max_budget_burn: 6}
            limits: {max_actions_per_hour: 4, per_target_cooldown_minutes: 5, max_restarts_per_workload_per_hour: 2, max_replicas: 20, max_scale_up_factor: 1.5,
                     max_replica_delta: 3, min_replicas: 2}
            freeze: [{name: weekend, time_zone: Europe/Berlin, days: [sat, sun], from: "00:00", to: "24:00", allow_roles: [admin]}]
        unprotected_namespaces: [monitoring-system]
        """;

    [Fact]
    public void A_whole_policy_is_read()
    {
        var policies = Of(Texts.Right(Texts.Files(Whole)));
        var policy = Assert.Single(policies.Policies);
        Assert.Equal(["monitoring-system"], policies.Unprotected);
        Assert.Equal([ActionName.RestartPod, ActionName.ScaleDeployment], policy.Actions);
        Assert.Equal(
            (BlastRadius.ServiceOutage, ApprovalNeed.NotRequired, true), (policy.MaxBlastRadius, policy.Approval, policy.FourEyes));
        Assert.Equal((true, 0.9, 5, 6.0), (policy.Auto.IsEnabled, policy.Auto.MinConfidence, policy.Auto.MinVerified, policy.Auto.MaxBudgetBurn));
        Assert.Equal(
            new()
            {
                MaxActionsPerHour = 4, PerTargetCooldownMinutes = 5, MaxRestartsPerWorkloadPerHour = 2, MaxReplicas = 20, MaxScaleUpFactor = 1.5,
                MaxReplicaDelta = 3, MinReplicas = 2,
            },
            policy.Limits);
        var window = Assert.Single(policy.Freeze);
        Assert.Equal(
            ("weekend", "Europe/Berlin", 0, 1440, "6,7", ActingRole.Admin),
            (window.Name, window.TimeZone, window.FromMinute, window.ToMinute, string.Join(',', window.Days), Assert.Single(window.AllowRoles)));
    }

    [Fact]
    public void A_workspace_does_not_lift_the_protection_of_namespaces_for_itself()
    {
        const string text = "unprotected_namespaces: §[kube-system]";
        Texts.AssertProblems(text, "'unprotected_namespaces' is for the platform", body => Texts.Own(body));
        var (body, _) = Texts.Unmark(text);
        var platform = Texts.Right(Texts.Reader.ReadOwn(Texts.Documents(("body", body)), AllowedTargets.None, mayUnprotect: true));
        Assert.Equal(["kube-system"], Of(platform).Unprotected);
    }

    [Fact]
    public void Who_writes_none_has_the_built_in_one()
    {
        var policy = Assert.Single(Of(WorkspaceDefinitions.Empty).Policies);
        Assert.Equal(("default", BlastRadius.SingleWorkload, ApprovalNeed.Required), (policy.Name, policy.MaxBlastRadius, policy.Approval));
        Assert.Equal((10, 10, 3, 50, 2.0, 10, 1), (
            policy.Limits.MaxActionsPerHour, policy.Limits.PerTargetCooldownMinutes, policy.Limits.MaxRestartsPerWorkloadPerHour,
                policy.Limits.MaxReplicas,
            policy.Limits.MaxScaleUpFactor, policy.Limits.MaxReplicaDelta, policy.Limits.MinReplicas));
        Assert.False(policy.Auto.IsEnabled);
        Assert.Empty(policy.Auto.Namespaces);
    }

    [Fact]
    public void Written_policies_replace_the_built_in_one_so_that_everything_else_is_denied()
    {
        var policies = Of(Texts.Right(Texts.Files("action_policies: [{name: a, actions: [restart_pod], namespaces: [shop]}]")));
        Assert.Null(policies.For(ActionName.RestartPod, "pay"));
        Assert.Null(policies.For(ActionName.ScaleDeployment, "shop"));
        Assert.Equal("a", policies.For(ActionName.RestartPod, "shop")!.Name);
    }

    [Theory]
    [InlineData("shop", "exact")]
    [InlineData("shop-eu", "glob")]
    [InlineData("pay", "two")]
    public void The_most_specific_policy_wins(string inNamespace, string name) =>
        Assert.Equal(name, Of(Texts.Right(Texts.Files("""
            action_policies:
              - {name: all, actions: [restart_pod, scale_deployment, suggest_config_fix], namespaces: ["*"]}
              - {name: two, actions: [restart_pod, scale_deployment], namespaces: ["*"]}
              - {name: second, actions: [restart_pod, scale_deployment], namespaces: ["*"]}
              - {name: glob, actions: [restart_pod, scale_deployment, suggest_config_fix], namespaces: ["shop*"]}
              - {name: exact, actions: [restart_pod, scale_deployment, suggest_config_fix], namespaces: [shop]}
            """))).For(ActionName.RestartPod, inNamespace)!.Name);

    [Fact]
    public void In_their_own_folder_they_are_policies_and_elsewhere_those_are_escalation()
    {
        var reading = Texts.Reader.ReadFiles(Texts.Documents(("policies/a.yaml",
            "policies: [{name: a, actions: [restart_pod], namespaces: [shop]}]")), _ => null);
        Assert.Equal("a", Assert.Single(Of(Texts.Right(reading)).Policies).Name);
        Assert.Empty(Texts.Right(reading).Policies);
        Assert.Contains(
            "is a list; allowed is a set of keys",
            Texts.Files("policies: [{name: a, actions: [restart_pod], namespaces: [shop]}]").Problems[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("action_policies: §{a: {}}", "allowed is a list of policies")]
    [InlineData("action_policies: [§{name: a, actions: [restart_pod]}]", "A policy for actions needs 'namespaces'")]
    [InlineData("action_policies: [{name: a, actions: [§restart_pods], namespaces: []}]", "did you mean 'restart_pod'?")]
    [InlineData("action_policies: [{name: a, actions: [], namespaces: [§Shop]}]", "'Shop' matches no namespace")]
    [InlineData("action_policies: [{name: a, actions: [], namespaces: [], §aproval: required}]", "did you mean 'approval'?")]
    [InlineData("action_policies: [{name: a, actions: [], namespaces: [], approval: §never}]", "'approval' is 'never'; allowed: required")]
    [InlineData("action_policies: [{name: a, actions: [], namespaces: [], max_blast_radius: §pod}]", "did you mean 'single_pod'?")]
    [InlineData("action_policies: [{name: a, actions: [], namespaces: [], auto: {min_confidence: §1.5}}]", "allowed are numbers from 0 to 1.")]
    [InlineData("action_policies: [{name: a, actions: [], namespaces: [], auto: {min_confidence: §NaN}}]", "allowed are numbers from 0 to 1.")]
    [InlineData("action_policies: [{name: a, actions: [], namespaces: [], limits: {max_replicas: 3, min_replicas: §4}}]",
        "more than 'max_replicas', 3")]
    [InlineData("action_policies: [{name: a, actions: [], namespaces: [], freeze: [§{name: x}]}]", "A freeze window needs 'time_zone'")]
    [InlineData("action_policies: [{name: a, actions: [], namespaces: [], freeze: [{name: x, time_zone: §Berlin}]}]",
        "did you mean 'Europe/Berlin'?")]
    [InlineData("action_policies: [{name: a, actions: [], namespaces: [], freeze: [{name: x, time_zone: UTC, to: §\"25:00\"}]}]", "to \"24:00\"")]
    [InlineData("action_policies: [{name: a, actions: [], namespaces: [], freeze: [{name: x, time_zone: UTC, from: §\"24:00\"}]}]",
        "before the end of the day")]
    [InlineData("action_policies: [{name: a, actions: [], namespaces: [], freeze: [{name: x, time_zone: UTC, allow_roles: [§viewer]}]}]",
        "cannot act")]
    [InlineData("action_policies: [{name: a, actions: [], namespaces: []}, §{name: A, actions: [], namespaces: []}]",
        "There is a policy 'A' for actions already")]
    [InlineData("unprotected_namespaces: [§\"*-system\"]", "No globs")]
    public void What_is_wrong_is_told_at_its_place(string text, string says) => Texts.AssertProblems(text, says, body => Texts.Files(body));

    [Theory]
    [InlineData("*", "shop", true)]
    [InlineData("shop-*", "shop-eu", true)]
    [InlineData("shop-*", "shop", false)]
    [InlineData("*-prod-*", "a-prod-prod-b", true)]
    [InlineData("sh?p", "shop", true)]
    [InlineData("sh?p", "shp", false)]
    [InlineData("a*b*c", "aXbXbXd", false)]
    [InlineData("", "shop", false)]
    public void Globs_match_as_people_expect(string glob, string name, bool matches) => Assert.Equal(matches, NamespaceGlob.Matches(glob, name));

    [Fact]
    public void The_example_of_the_documentation_is_right_and_says_the_defaults()
    {
        var reading = Texts.Reader.ReadFiles(Texts.Documents(("policies/docs.yaml", Documented())), _ => null);
        var policy = Assert.Single(Of(Texts.Right(reading)).Policies);
        Assert.Equal((BuiltInActionPolicy.Value.Limits, BuiltInActionPolicy.Value.MaxBlastRadius), (policy.Limits, policy.MaxBlastRadius));
    }

    private static string Documented([CallerFilePath] string here = "")
    {
        var text = File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "actions.md"));
        var start = text.IndexOf("```yaml", StringComparison.Ordinal) + "```yaml".Length;
        return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
    }

    [Fact]
    public void Check_config_names_them() =>
        Assert.Equal(
            ["shop"],
            Texts.Reader.Summarize(Texts.Right(Texts.Files(Whole))).Lines.Single(line => line.What == "action policies").Names);

    private static ActionPolicies Of(WorkspaceDefinitions definitions) => ActionPolicies.Of(definitions.Sections, "1");
}
