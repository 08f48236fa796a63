using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Kubernetes;
using static AiSre.Domain.Tests.Actions.GuardCases;

namespace AiSre.Domain.Tests.Actions;

/// <summary>What an answer says beside yes and no.</summary>
public sealed class GuardAnswerTests
{
    [Fact]
    public void The_only_ready_pod_is_a_workload()
    {
        Assert.Equal(BlastRadius.SinglePod, ActionGuard.Decide(Restart).BlastRadius);
        Assert.Equal(BlastRadius.SingleWorkload, ActionGuard.Decide(Restart.Alone()).BlastRadius);
        Assert.Contains("It is the only ready pod", string.Concat(ActionGuard.Decide(Restart.Alone()).Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_known_of_the_other_pods_counts_as_the_worse()
    {
        var decision = ActionGuard.Decide(Restart.With((TargetFacts facts) => facts with { Siblings = new(null, "timed out") }));
        Assert.Equal((BlastRadius.SingleWorkload, "check_failed"), (decision.BlastRadius, decision.Code));
    }

    [Fact]
    public void A_pod_that_is_terminating_is_left_alone_and_its_finalizers_are_named()
    {
        var (decision, permitted) = PermittedAction.Ask(
            Restart.With((PodFacts pod) => pod with { DeletionTimestamp = Noon.AddMinutes(-5), Finalizers = ["example.com/backup"] }));
        Assert.Equal((true, true), (decision.IsNoOp, permitted is null));
        Assert.Contains("example.com/backup", string.Concat(decision.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_replicas_as_there_are_is_nothing_to_do()
    {
        var (decision, permitted) = PermittedAction.Ask(Scale.Asks(request => request with { Replicas = 3 }));
        Assert.Equal((true, true), (decision.IsNoOp, permitted is null));
    }

    [Fact]
    public void Whoever_may_not_look_is_not_told_that_there_is_nothing_to_do() =>
        Assert.False(ActionGuard.Decide(Scale.Asks(request => request with { Replicas = 3 }) with { Caller = Vera }).IsNoOp);

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void Room_is_predicted_from_quota(long used, bool warned)
    {
        var decision = ActionGuard.Decide(
            Scale.With((TargetFacts facts) => facts with { Quotas = new(ImmutableArray.Create(new QuotaFacts("small", "pods", 3, used))) }));
        Assert.Null(decision.Code);
        Assert.Equal(warned, decision.Notes.Any(note => note.Contains("ResourceQuota small has 0 of pods left and 1 are needed",
            StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(499, true)]
    [InlineData(500, false)]
    public void Room_is_predicted_from_the_nodes(long cpu, bool warned)
    {
        var decision = ActionGuard.Decide(
            Scale.With((TargetFacts facts) => facts with { Nodes = new(ImmutableArray.Create(new NodeRoom("n1", cpu, 1 << 20, 50))) }));
        Assert.Equal(warned, decision.Notes.Any(note => note.Contains("room for 0 of the 1 new pods", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_pod_of_an_old_revision_is_said() =>
        Assert.Contains(
            "of revision 3 of Deployment cart, whose newest is 4",
            string.Concat(ActionGuard.Decide(Restart.WithOwner(owner => owner with { PodRevision = "3" })).Notes), StringComparison.Ordinal);

    [Fact]
    public void Zero_and_an_autoscaler_switch_each_other_off()
    {
        var hpa = new Known<ImmutableArray<AutoscalerFacts>?>(ImmutableArray.Create(new AutoscalerFacts("HorizontalPodAutoscaler", "cart", 2, 9, 3)));
        var zero = ActionGuard.Decide(Scale.Asks(request => request with { Replicas = 0 })
            .With((TargetFacts facts) => facts with { Autoscalers = hpa }));
        Assert.Contains("0 replicas would also switch the autoscaler off", zero.Reason, StringComparison.Ordinal);
        var up = ActionGuard.Decide(
            Scale.With((TargetFacts facts) => facts with { Autoscalers = hpa }).WithOwner(owner => owner with { DesiredReplicas = 0 }));
        Assert.Contains("switch it on again", up.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_words_are_those_of_the_reference()
    {
        Assert.Equal("Would delete pod cart-7d8f-a in namespace shop", ActionGuard.Decide(Restart).Preview);
        Assert.Equal("Pod cart-7d8f-a deleted in namespace shop", Previews.Done(Restart.Request));
        Assert.Equal("Action is within guardrails", ActionGuard.Decide(Restart).Reason);
    }

    [Fact]
    public void A_plan_names_the_object_and_what_is_watched_afterwards()
    {
        var plan = ActionGuard.Decide(Restart).Plan!;
        Assert.Equal(("east", "uid-a", "81", "uid-cart"), (plan.Cluster, plan.Target!.Uid, plan.ResourceVersion, plan.Workload!.Uid));
        Assert.Equal(3, ActionGuard.Decide(Scale).Plan!.ReplicasBefore);
    }

    [Fact]
    public void An_approval_is_bound_to_every_argument_and_to_the_object()
    {
        var plan = ActionGuard.Decide(Scale).Plan!;
        var request = plan.Request;
        ActionPlan[] others =
        [
            plan with { Cluster = "west" }, plan with { Target = plan.Target! with { Uid = "uid-other" } },
                plan with { Request = request with { Replicas = 5 } },
            plan with { Request = request with { DeploymentName = "pay" } }, plan with { Request = request with { Namespace = "pay" } },
            plan with { Request = request with { AcceptRevert = true } }, plan with { Request = request with { Force = true } },
            plan with { Request = request with { Issue = "x" } }, plan with { Request = request with { CurrentSpec = "a: 1" } },
            plan with { Request = request with { Component = "cart" } }, plan with { Request = request with { PodName = "a" } },
        ];
        Assert.Equal(others.Length + 1, others.Append(plan).Select(CanonicalArguments.Hash).Distinct().Count());
        Assert.Equal(CanonicalArguments.Hash(plan), CanonicalArguments.Hash(plan with { ResourceVersion = "99" }));
        // What stands in one argument does not pass for another.
        Assert.NotEqual(
            CanonicalArguments.Hash(plan with { Request = request with { Component = "a", Issue = "b" } }),
            CanonicalArguments.Hash(plan with { Request = request with { Component = "a\nissue:1:b", Issue = "" } }));
    }

    [Fact]
    public void Autonomy_may_do_what_a_policy_leaves_to_it_even_if_an_approval_is_asked_for()
    {
        var given = (Restart with { Grant = null, IsDryRun = true, Autonomy = new() { Confidence = 0.9 } })
            .With((ActionPolicy policy) => policy with { Auto = new() { IsEnabled = true, Namespaces = ["shop"] } });
        var decision = ActionGuard.Decide(given);
        Assert.Equal(
            (true, true, true, true), (decision.IsExecutable, decision.IsAutoExecutable, decision.IsAllowed, decision.NeedsApproval));
        Assert.False(ActionGuard.Decide(given with { Autonomy = new() { Confidence = 0.1 } }).IsAutoExecutable);
    }

    [Fact]
    public void What_has_no_cluster_or_no_object_cannot_be_executed()
    {
        Assert.False(ActionGuard.Decide(Restart with { Cluster = default, Facts = null }).IsExecutable);
        Assert.False(ActionGuard.Decide(Restart.With((TargetFacts facts) => facts with { Pod = new(null) })).IsExecutable);
        Assert.True(ActionGuard.Decide(Suggest).IsExecutable);
    }

    [Fact]
    public void A_permission_cannot_be_made_by_anybody_else()
    {
        Assert.Empty(typeof(PermittedAction).GetConstructors());
        Assert.DoesNotContain(typeof(PermittedAction).GetCustomAttributes(false), attribute => attribute is Orleans.GenerateSerializerAttribute);
        Assert.All(typeof(PermittedAction).GetProperties(), property => Assert.False(property.CanWrite));
        Assert.True(typeof(PermittedAction).IsSealed);
    }
}
