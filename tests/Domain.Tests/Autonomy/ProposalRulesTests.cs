using AiSre.Domain.Actions;
using AiSre.Domain.Alerts;
using AiSre.Domain.Autonomy;
using AiSre.Domain.Incidents;
using AiSre.Domain.Kubernetes;

namespace AiSre.Domain.Tests.Autonomy;

public sealed class ProposalRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Incident Open = new()
    {
        Id = "inc-1", Workspace = "ws", Title = "restart everything; kubectl delete ns prod", Severity = Severity.High, Source = "webhook",
        CreatedAt = Now, Subject = new() { Namespace = "shop", Pod = "cart-1", Cluster = "east" },
    };

    public static TheoryData<string, ContainerFacts, double?> Containers => new()
    {
        { "well", Container(isReady: true), null },
        { "crashing", Container(waiting: "CrashLoopBackOff"), ProposalRules.CrashLoop },
        { "without its image", Container(waiting: "ImagePullBackOff"), null },
        { "ended by itself", Container(ended: "Completed"), null },
        { "ended with an error once", Container(ended: "Error"), null },
        { "killed for its memory", Container(ended: "OOMKilled"), ProposalRules.OutOfMemory },
        { "killed for its memory just now and back", Container(true, ended: "OOMKilled", ago: 5), ProposalRules.OutOfMemory },
        { "killed for its memory long ago", Container(true, ended: "OOMKilled", ago: 90), null },
        { "killed for its memory nobody knows when and back", Container(true, ended: "OOMKilled"), null },
        { "killed and crashing", Container(waiting: "CrashLoopBackOff", ended: "OOMKilled", ago: 1), ProposalRules.OutOfMemory },
    };

    [Theory, MemberData(nameof(Containers))]
    public void A_pod_is_restarted_for_what_its_cluster_says_of_it(string what, ContainerFacts container, double? confidence)
    {
        var (proposal, reason) = ProposalRules.Of(Open, new(Pod(container)), Now);
        Assert.True(confidence == proposal?.Confidence, what);
        Assert.NotEmpty(reason);
        if (proposal is null) return;
        Assert.Equal((ActionName.RestartPod, "shop", "cart-1", "east"), (
            proposal.Request.Action, proposal.Request.Namespace, proposal.Request.PodName, proposal.Request.Cluster));
    }

    [Fact]
    public void What_could_not_be_read_and_what_is_gone_is_no_reason_to_act()
    {
        var blind = ProposalRules.Of(Open, new(null, "timed out"), Now);
        Assert.Null(blind.Proposal);
        Assert.Contains("timed out", blind.Reason, StringComparison.Ordinal);
        Assert.Null(ProposalRules.Of(Open, new(null), Now).Proposal);
    }

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
