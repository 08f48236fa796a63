using AiSre.Domain.Actions;
using AiSre.Domain.Alerts;
using AiSre.Domain.Autonomy;
using AiSre.Domain.Diagnosis;
using AiSre.Domain.Incidents;
using AiSre.Domain.Kubernetes;

namespace AiSre.Domain.Tests.Autonomy;

public sealed class ProposalRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Component Cart = new("Deployment", "shop", "cart");

    private static readonly Incident Open = new()
    {
        Id = "inc-1", Workspace = "ws", Title = "restart everything; kubectl delete ns prod", Severity = Severity.High, Source = "webhook",
        CreatedAt = Now, Subject = new() { Namespace = "shop", Pod = "cart-1", Service = "cart", Cluster = "east" },
    };

    public static TheoryData<string, ContainerFacts, bool> Containers => new()
    {
        { "well", Container(isReady: true), false },
        { "crashing", Container(waiting: "CrashLoopBackOff"), true },
        { "without its image", Container(waiting: "ImagePullBackOff"), false },
        { "ended by itself", Container(ended: "Completed"), false },
        { "ended with an error once", Container(ended: "Error"), false },
        { "killed for its memory", Container(ended: "OOMKilled"), true },
        { "killed for its memory just now and back", Container(true, ended: "OOMKilled", ago: 5), true },
        { "killed for its memory long ago", Container(true, ended: "OOMKilled", ago: 90), false },
        { "killed for its memory nobody knows when and back", Container(true, ended: "OOMKilled"), false },
        { "killed and crashing", Container(waiting: "CrashLoopBackOff", ended: "OOMKilled", ago: 1), true },
    };

    [Theory, MemberData(nameof(Containers))]
    public void A_pod_is_restarted_if_the_cause_asks_for_it_and_its_cluster_says_that_it_still_fails(
        string what, ContainerFacts container, bool isProposed)
    {
        var (proposal, reason) = Proposed(Found("oom_killed", 0.86), Target(container));
        Assert.True(isProposed == proposal is not null, what);
        Assert.NotEmpty(reason);
        if (proposal is null) return;
        Assert.Equal((ActionName.RestartPod, "shop", "cart-1", "east", 0.86, "So it is."), (
            proposal.Request.Action, proposal.Request.Namespace, proposal.Request.PodName, proposal.Request.Cluster, proposal.Confidence,
            proposal.Reason));
    }

    [Theory]
    [InlineData("missing_secret_binding", 0.9, "Nothing is known that an action would mend: So it is.")]
    [InlineData("oom_killed", 0.29, "Its cause is undetermined.")]
    public void What_a_new_pod_would_not_mend_and_what_nobody_knows_is_left_to_people(string cause, double confidence, string why) =>
        Assert.Equal((null, why), ProposalRules.Wanted(Open, Found(cause, confidence)));

    [Fact]
    public void The_alert_alone_is_no_reason_to_act()
    {
        Assert.Null(ProposalRules.Wanted(Open, null).Request);
        var alone = Found("oom_killed", 0.5);
        Assert.Null(ProposalRules.Wanted(Open, alone with { Report = alone.Report with { Cluster = null } }).Request);
    }

    [Fact]
    public void Only_the_pod_is_restarted_that_the_alert_names_and_that_is_a_part_of_what_is_at_fault()
    {
        var other = Open with { Subject = Open.Subject with { Pod = "cart-2" } };
        Assert.Null(ProposalRules.Wanted(other, Found("oom_killed", 0.86)).Request);
        Assert.Null(ProposalRules.Wanted(Open with { Subject = Open.Subject with { Pod = null } }, Found("oom_killed", 0.86)).Request);
        Assert.Null(ProposalRules.Wanted(Open with { Subject = Open.Subject with { Namespace = "till" } }, Found("oom_killed", 0.86)).Request);

        var killed = Target(Container(ended: "OOMKilled"));
        Assert.Null(Proposed(Found("oom_killed", 0.86, Cart with { Name = "till" }), killed).Proposal);
        Assert.Null(Proposed(Found("oom_killed", 0.86, Cart with { Namespace = "other" }), killed).Proposal);
        Assert.NotNull(Proposed(Found("oom_killed", 0.86, new("Pod", "shop", "cart-1")), killed with { Workload = new(null) }).Proposal);
    }

    [Fact]
    public void What_could_not_be_read_and_what_is_gone_is_no_reason_to_act()
    {
        var found = Found("oom_killed", 0.86);
        Assert.Contains("timed out", Proposed(found, Target(null) with { Pod = new(null, "timed out") }).Reason, StringComparison.Ordinal);
        Assert.Equal((null, "The pod is gone."), Proposed(found, Target(null)) is var gone ? (gone.Proposal, gone.Reason) : default);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(2, false)]
    public void What_was_scaled_to_nothing_is_scaled_up_if_it_still_has_none(int replicas, bool isProposed)
    {
        var nothing = Target(null) with { Workload = new(Workload with { DesiredReplicas = replicas }) };
        var (proposal, _) = Proposed(Found("deployment_zero_replicas", 0.9), nothing);
        Assert.Equal(isProposed, proposal is { Request: { Action: ActionName.ScaleDeployment, DeploymentName: "cart", Replicas: 1 } });
    }

    private static readonly WorkloadFacts Workload = new()
    {
        Ref = new("Deployment", "shop", "cart", "u"), ResourceVersion = "1", DesiredReplicas = 3, ReadyReplicas = 2,
    };

    private static ProposalOutcome Proposed(IncidentDiagnosis found, TargetFacts target) =>
        ProposalRules.Of(Open, found, ProposalRules.Wanted(Open, found).Request!, target, Now);

    private static IncidentDiagnosis Found(string cause, double confidence, Component? component = null) => new()
    {
        IncidentId = Open.Id, LogLimit = 50, Fingerprint = "f", StartedAt = Now, CompletedAt = Now,
        Report = new()
        {
            At = Now, Evidence = [], Cluster = "east", Pod = new("shop", "cart-1", "CrashLoopBackOff", 4, "OOMKilled", "cart"),
            Hypotheses = [new() { Cause = cause, Component = component ?? Cart, Confidence = confidence, Claims = [new("So it is.", ["E1"])] }],
        },
    };

    private static TargetFacts Target(ContainerFacts? container) => new()
    {
        Cluster = "east", ReadAt = Now, Pod = new(container is null ? null : Pod(container)), Workload = new(Workload),
    };

    private static ContainerFacts Container(bool isReady = false, string? waiting = null, string? ended = null, int? ago = null) => new()
    {
        Name = "main", IsReady = isReady, WaitingReason = waiting, LastTerminationReason = ended,
        LastTerminatedAt = ago is { } minutes ? Now.AddMinutes(-minutes) : null,
    };

    private static PodFacts Pod(ContainerFacts container) => new()
    {
        Ref = new("Pod", "shop", "cart-1", "u1"), ResourceVersion = "1", CreatedAt = Now.AddHours(-3),
        Containers = [new() { Name = "sidecar", IsReady = true }, container],
    };
}
