using AiSre.Domain.Alerts;
using AiSre.Domain.Demo.Script;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Demo.Chapters;

/// <summary>A zone of the cloud provider loses its network: dozens of incidents within minutes, and one page.</summary>
internal static class Storm
{
    private static readonly (string Service, string Namespace)[] Hit =
    [
        ("storefront", "shop"), ("checkout", "shop"), ("payments", "shop"), ("cart", "shop"), ("orders", "shop"), ("catalog", "shop"), ("search",
            "shop"),
        ("recommendations", "shop"), ("media", "shop"), ("inventory", "shop"), ("shipping", "shop"), ("mailer", "shop"), ("accounts", "shop"),
        ("postgres-orders", "data"), ("redis-cart", "data"), ("kafka", "data"), ("elasticsearch", "data"), ("warehouse-gateway", "fulfilment"),
    ];

    private static readonly (string Name, string Summary, string Description)[] Kinds =
    [
        ("PodNotReady", "Pods of {0} are not ready", "{1} of 6 pods are not ready."),
        ("HighErrorRate", "{0} answers {2} % of requests with errors", "Upstream connect error or disconnect/reset before headers."),
        ("TargetDown", "Metrics of {0} cannot be scraped", "{1} of 6 targets are down."),
    ];

    public static IEnumerable<DemoScene> Scenes(DemoDice dice, DateTimeOffset now)
    {
        var at = now.AddDays(-5).AddHours(-2.6);
        yield return new(
            at,
            new DemoAlert("ZoneUnreachable", Severity.Critical, "kubernetes", "Zone eu-west-1b cannot be reached: 9 of 27 nodes are not ready",
                "Nine kubelets have stopped reporting within the same minute.") { Namespace = "kube-system" }.With("zone", "eu-west-1b"),
            DemoAct.Acknowledge(2.2), DemoAct.Note(4, "All nine are in eu-west-1b. The provider's status page is green, as always."),
            DemoAct.Note(9, "Provider confirms: network of 1b. Taking 1b out of the load balancer."),
            DemoAct.Note(19, "1b carries no traffic any more. Error rates are back to normal, capacity is at 84 %."),
            DemoAct.Note(47, "Provider says that 1b is back. Putting nodes back in threes."),
            DemoAct.Resolve(71, "Zone is back in service; topology spread of kafka and elasticsearch is corrected (PLAT-2377)"), DemoAct.Ends(71.5))
        {
            RepeatEvery = TimeSpan.FromMinutes(2), RepeatsAtOnce = 9, Children = [.. Children(dice)],
        };
    }

    private static IEnumerable<DemoChild> Children(DemoDice dice)
    {
        var after = 0.3;
        foreach (var kind in Kinds)
        {
            foreach (var (service, place) in Hit)
            {
                // Not everything is everywhere.
                if (dice.OneIn(4)) continue;
                after += dice.Between(1, 7) / 60.0;
                var down = dice.Between(1, 3);
                var percent = dice.Between(6, 34);
                var summary = string.Format(null, kind.Summary, Named(service), down, percent);
                yield return new(
                    TimeSpan.FromMinutes(after),
                    new DemoAlert(kind.Name, kind.Name == "TargetDown" ? Severity.Warning : Severity.High, service, summary,
                        string.Format(null, kind.Description, Named(service), down, percent)) { Namespace = place }.With("zone",
                            "eu-west-1b").InPodOf(dice),
                    place == "shop" ? CorrelationReason.NamespaceBurst : CorrelationReason.Dependency,
                    TimeSpan.FromMinutes(12 + dice.Between(0, 480) / 60.0));
            }
        }
    }

    private static string Named(string service) => char.ToUpperInvariant(service[0]) + service[1..];
}
