using AiSre.Domain.Actions;
using AiSre.Domain.Autonomy;
using AiSre.Domain.Definitions.Actions;

namespace AiSre.Domain.Tests.Autonomy;

public sealed class PermissionRulesTests
{
    private static readonly ActionRequest Restart = new() { Action = ActionName.RestartPod, Namespace = "shop", PodName = "cart-1" };

    private static readonly AutonomySettings Shop = new() { IsEnabled = true, Namespaces = ["shop*"] };

    private static readonly ActionPolicy Left = new()
    {
        Name = "p", Actions = [ActionName.RestartPod], Namespaces = ["*"], Auto = new() { IsEnabled = true, Namespaces = ["shop"] },
    };

    public static TheoryData<string, AutonomySettings, ActionPolicy?, bool> Cases => new()
    {
        { "all is there", Shop, Left, true },
        { "no namespace in the settings", Shop with { Namespaces = [] }, Left, false },
        { "another namespace in the settings", Shop with { Namespaces = ["web"] }, Left, false },
        { "no action in the settings", Shop with { Actions = [] }, Left, false },
        { "another action in the settings", Shop with { Actions = [ActionName.ScaleDeployment] }, Left, false },
        { "no policy", Shop, null, false },
        { "the built-in policy", Shop, BuiltInActionPolicy.Value, false },
        { "a policy that leaves nothing", Shop, Left with { Auto = Left.Auto with { IsEnabled = false } }, false },
        { "a policy that leaves no namespace", Shop, Left with { Auto = Left.Auto with { Namespaces = [] } }, false },
        { "a policy that leaves another action", Shop, Left with { Auto = Left.Auto with { Actions = [ActionName.ScaleDeployment] } }, false },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Settings_and_policy_both_leave_it_to_autonomy(string what, AutonomySettings settings, ActionPolicy? policy, bool may) =>
        Assert.True(may == PermissionRules.WhyNot(settings, policy, Restart) is null, what);

    [Theory]
    [InlineData(true)]
    [InlineData(true, "approval")]
    [InlineData(true, "autonomy", "approval")]
    [InlineData(false, "breaker", "approval")]
    [InlineData(false, "kill_switch")]
    [InlineData(false, "autonomy", "cooldown")]
    public void A_person_is_asked_only_for_what_a_persons_yes_makes_up_for(bool askable, params string[] refusing)
    {
        var decision = new ActionDecision
        {
            Checks = [.. refusing.Select(name => new GuardCheck(name, CheckOutcome.Refused, name, name))], Reason = "",
        };
        Assert.Equal(askable, PermissionRules.Refusal(decision) is null);
        Assert.NotNull(PermissionRules.Refusal(decision with { IsNoOp = true }));
    }

    [Theory]
    [InlineData(false, false, false, AutonomyMode.DryRun)]
    [InlineData(true, true, false, AutonomyMode.DryRun)]
    [InlineData(true, true, true, AutonomyMode.DryRun)]
    [InlineData(true, false, true, AutonomyMode.Ask)]
    [InlineData(true, false, false, AutonomyMode.Act)]
    public void It_acts_only_when_it_is_on_and_neither_dry_nor_to_ask(bool enabled, bool dry, bool ask, AutonomyMode mode) =>
        Assert.Equal(mode, new AutonomySettings { IsEnabled = enabled, DefaultDryRun = dry, ApprovalRequired = ask }.Mode);

    [Fact]
    public void The_defaults_are_those_of_the_reference()
    {
        var none = new AutonomySettings();
        Assert.Equal((false, true, true, 30, 20), (
            none.IsEnabled, none.ApprovalRequired, none.DefaultDryRun, none.PollIntervalSeconds, none.MaxIncidentsPerCycle));
        Assert.Equal([ActionName.RestartPod], none.Actions);
        Assert.Empty(none.Namespaces);
    }

    [Theory]
    [InlineData(10, 180)]
    [InlineData(90, 180)]
    [InlineData(120, 240)]
    public void A_cycle_has_its_turn_for_two_intervals_and_for_longer_than_it_can_take(int poll, int lease) =>
        Assert.Equal(TimeSpan.FromSeconds(lease), new AutonomySettings { PollIntervalSeconds = poll }.Lease);
}
