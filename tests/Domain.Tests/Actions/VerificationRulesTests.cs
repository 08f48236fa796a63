using System.Collections.Immutable;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Actions.Verification;
using AiSre.Domain.Kubernetes;
using static AiSre.Domain.Tests.Actions.GuardCases;

namespace AiSre.Domain.Tests.Actions;

/// <summary>Two minutes after an action: has it helped?</summary>
public sealed class VerificationRulesTests
{
    private static readonly Known<PodFate> Gone = new(PodFate.Gone);
    private static readonly PodFacts Successor = PodOf("cart-7d8f-new", "uid-new") with { CreatedAt = Noon.AddSeconds(3) };

    [Fact]
    public void It_looks_at_the_new_pod_and_not_at_the_one_that_was_deleted()
    {
        Assert.Equal((true, "The new pod cart-7d8f-new is ready."), Told(Restarted(Gone, Successor)));
        // Others of the workload were ready before and prove nothing.
        Assert.Equal((false, "No new pod has been made."), Told(Restarted(Gone, PodOf("cart-7d8f-b", "uid-b"))));
        Assert.Equal((false, "No new pod has been made."), Told(Restarted(Gone, Pod with { CreatedAt = Noon.AddSeconds(1) })));
    }

    [Theory]
    [InlineData(PodFate.Terminating, "still terminating")]
    [InlineData(PodFate.Stays, "still there")]
    public void As_long_as_the_old_uid_is_there_it_is_not_over(PodFate fate, string says)
    {
        var (verified, sentence) = Told(Restarted(new(fate), Successor));
        Assert.False(verified);
        Assert.Contains(says, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_pod_that_is_not_ready_or_restarts_has_not_helped()
    {
        Assert.False(Restarted(Gone, Successor with { IsReady = false }).Verified);
        var restarting = Successor with { Containers = [new() { Name = "cart", Restarts = 2 }] };
        Assert.Equal((false, "The new pod cart-7d8f-new has restarted 2 times already."), Told(Restarted(Gone, restarting)));
    }

    [Fact]
    public void No_data_is_no_success_and_no_failure()
    {
        Assert.Null(Restarted(new(default, "timed out"), Successor).Verified);
        var plan = ActionGuard.Decide(Restart).Plan!;
        Assert.Null(VerificationRules.Judge(plan, Noon, Gone, Facts with { Workload = new(null, "403") }).Verified);
        Assert.Null(VerificationRules.Judge(plan, Noon, Gone, Facts with { Siblings = new(null, "403") }).Verified);
    }

    [Theory]
    [InlineData(4, 4, true, "All 4 replicas are ready.")]
    [InlineData(4, 3, false, "3 of 4 replicas are ready.")]
    [InlineData(6, 6, false, "Somebody has set it to 6 replicas since.")]
    public void A_scale_has_helped_when_all_are_ready(int desired, int ready, bool verified, string says)
    {
        var facts = Facts with { Workload = new(Facts.Workload.Value! with { DesiredReplicas = desired, ReadyReplicas = ready }) };
        Assert.Equal((verified, says), Told(VerificationRules.Judge(ActionGuard.Decide(Scale).Plan!, Noon, default, facts)));
    }

    [Fact]
    public void Pods_that_wait_for_a_place_are_said()
    {
        var waiting = Facts with
        {
            Workload = new(Facts.Workload.Value! with { DesiredReplicas = 4 }),
            Siblings = new(ImmutableArray.Create(Pod, Pod with { Phase = "Pending", IsReady = false })),
        };
        var seen = VerificationRules.Judge(ActionGuard.Decide(Scale).Plan!, Noon, default, waiting);
        Assert.Contains("1 pods wait for a place", seen.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quota_that_keeps_new_pods_away_is_named()
    {
        var full = Facts with
        {
            Workload = new(Facts.Workload.Value! with { DesiredReplicas = 4, ReadyReplicas = 3 }),
            Siblings = new(ImmutableArray.Create(Pod, Pod, Pod)), Quotas = new(ImmutableArray.Create(new QuotaFacts("all", "pods", 3, 3))),
        };
        Assert.Equal(
            (false, "3 of 4 replicas are ready. ResourceQuota all has no pods left for 1 more."),
            Told(VerificationRules.Judge(ActionGuard.Decide(Scale).Plan!, Noon, default, full)));
    }

    private static (bool? Verified, string Sentence) Told(ActionVerification seen) => (seen.Verified, seen.Sentence);

    private static ActionVerification Restarted(Known<PodFate> fate, params ReadOnlySpan<PodFacts> pods)
    {
        ImmutableArray<PodFacts> all = [.. pods];
        return VerificationRules.Judge(ActionGuard.Decide(Restart).Plan!, Noon, fate, Facts with { Siblings = new(all) });
    }
}
