using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Demo.Script;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Demo;

/// <summary>What people did to the shop's cluster, which helped or did not, was refused, or waits for somebody's yes.</summary>
internal sealed class DemoDeeds(DemoCluster cluster, DemoStage stage, IReadOnlyList<DemoIncident> incidents)
{
    /// <summary>Time for somebody to look whether it helped.</summary>
    private static readonly TimeSpan BeforeTheEnd = TimeSpan.FromMinutes(3.5), Shortest = TimeSpan.FromMinutes(9);

    /// <summary>Minutes after its beginning.</summary>
    private static readonly double[] Twice = [11, 24];

    /// <summary>In the order in which they were done, so that limits count what was before.</summary>
    public ImmutableArray<DemoAction> All() =>
        [.. Plan().Where(deed => deed.At < stage.Now).OrderBy(deed => deed.At).Select(deed => deed.Play(deed.At))];

    private IEnumerable<Planned> Plan() =>
        [.. Restarts(), .. NotVerified(), .. DoneAgain(), .. Refused(), .. OnlyTried(), .. Asked()];

    /// <summary>Each time a pod was ill and a new one was well.</summary>
    private IEnumerable<Planned> Restarts() =>
        from incident in incidents
        where incident.Now is { Subject: { Service: "checkout" or "recommendations" or "orders", Pod: not null }, ResolvedAt: not null }
            && incident.ParentId is null && incident.Now.ResolvedAt - incident.Now.CreatedAt > Shortest
        select new Planned(incident.Now.ResolvedAt!.Value - BeforeTheEnd, at => Restart(incident, at) with
        {
            Seen = new(true, $"The new pod {Successor(incident.Now.Subject.Pod!)} is ready."),
        });

    /// <summary>What was wrong with the catalogue was not the pod.</summary>
    private IEnumerable<Planned> NotVerified() => incidents.Where(incident => incident.Now is { Subject: { Service: "catalog", Pod: not null } }
            && incident.ParentId is null && incident.EndedAt - incident.Now.CreatedAt > Shortest).TakeLast(1)
        .Select(incident => new Planned(incident.Now.CreatedAt.AddMinutes(5), at => Restart(incident, at) with
        {
            Seen = new(false, $"The new pod {Successor(incident.Now.Subject.Pod!)} is not ready."),
        }));

    /// <summary>It helped, and a quarter of an hour later it was there again.</summary>
    private IEnumerable<Planned> DoneAgain() =>
        from incident in incidents
        where incident.Now is { Subject: { Service: "search", Pod: not null }, ReopenCount: > 0 }
        from minutes in Twice
        select new Planned(incident.Now.CreatedAt.AddMinutes(minutes), at => Restart(incident, at) with
        {
            Seen = new(true, $"The new pod {Successor(incident.Now.Subject.Pod!)} is ready."),
        });

    /// <summary>What keeps the cluster running is nobody's to restart.</summary>
    private IEnumerable<Planned> Refused() => incidents.Where(incident =>
            incident.Now is { Subject: { Namespace: "kube-system", Node: not null }, AcknowledgedBy: not null }).TakeLast(1)
        .Select(incident => new Planned(incident.Now.AcknowledgedAt!.Value.AddMinutes(1), at => cluster.Play(
            incident.Now, DemoDeed.Refused, at, Who(incident, at),
            new() { Action = ActionName.RestartPod, Cluster = incident.Now.Subject.Cluster, Namespace = "kube-system", PodName = "kube-proxy-7qk2d" },
            Who(incident, at).Name)));

    /// <summary>Looked at, and left alone: it was the configuration.</summary>
    private IEnumerable<Planned> OnlyTried() => incidents.Where(incident => incident.Now is { Subject: { Service: "cart", Pod: not null } }
            && incident.ParentId is null).TakeLast(1)
        .Select(incident => new Planned(incident.Now.CreatedAt.AddMinutes(4), at => cluster.Play(
            incident.Now, DemoDeed.Tried, at, Who(incident, at), RestartOf(incident.Now))));

    /// <summary>Tonight: more pods of the catalogue, if somebody says yes.</summary>
    private IEnumerable<Planned> Asked()
    {
        var open = incidents.Where(one => one.Now is { Subject: { Service: "catalog", Deployment: not null }, Phase: not IncidentPhase.Resolved });
        if (open.LastOrDefault() is not { } incident) return [];
        var request = new ActionRequest
        {
            Action = ActionName.ScaleDeployment, Cluster = incident.Now.Subject.Cluster, Namespace = incident.Now.Subject.Namespace!,
            DeploymentName = incident.Now.Subject.Deployment!, Replicas = 6,
        };
        return
        [
            new(stage.Now.AddMinutes(-3), at => cluster.Play(incident.Now, DemoDeed.Tried, at, Who(incident, at), request)),
            new(stage.Now.AddMinutes(-2), at => cluster.Play(incident.Now, DemoDeed.Asked, at, Who(incident, at), request)),
        ];
    }

    private DemoAction Restart(DemoIncident incident, DateTimeOffset at) => cluster.Play(
        incident.Now, DemoDeed.Done, at, Who(incident, at), RestartOf(incident.Now), Who(incident, at).Name);

    private static ActionRequest RestartOf(Incident incident) => new()
    {
        Action = ActionName.RestartPod, Cluster = incident.Subject.Cluster, Namespace = incident.Subject.Namespace!, PodName = incident.Subject.Pod!,
    };

    private Principal Who(DemoIncident incident, DateTimeOffset at) =>
        Principal.Person(incident.Now.AcknowledgedBy ?? stage.OnCall(incident.Now.Subject.Service, at), ActingRole.Operator);

    /// <summary>The same name with another end.</summary>
    private static string Successor(string pod) => pod[..^5] + string.Concat(pod[^5..].Reverse());

    private sealed record Planned(DateTimeOffset At, Func<DateTimeOffset, DemoAction> Play);
}
