using AiSre.Domain.Alerts;
using AiSre.Domain.Demo.Script;

namespace AiSre.Domain.Demo.Chapters;

/// <summary>The everyday troubles of the shop: what the alert says, and what people found.</summary>
/// <param name="Alert">With something of chance in it.</param>
/// <param name="Minutes">How long it usually lasts.</param>
/// <param name="Findings">What people wrote down.</param>
/// <param name="Resolution">How it ended, when a person ended it; null: it ends by itself.</param>
internal sealed record Trouble(Func<DemoDice, DemoAlert> Alert, int Minutes, string[] Findings, string? Resolution = null);

/// <summary>What there is of them.</summary>
internal static class Catalogue
{
    public static readonly Trouble[] All =
    [
        new(dice => new DemoAlert(
                "HighErrorRate", Severity.High, "checkout", $"Checkout answers {dice.Between(3, 9)}.{dice.Below(10)} % of requests with errors",
                "More than 2 % of the requests to checkout failed with 5xx over the last 5 minutes.").InPodOf(dice),
            26, ["One pod kept an old connection to the pricing service.", "Errors come from a single pod, the others are fine."],
            "Deleted the pod; the new one is healthy"),
        new(dice => new DemoAlert(
                "SlowRequests", Severity.Warning, "storefront", $"Storefront p95 is {dice.Between(12, 28) * 100} ms, objective is 1000 ms",
                "The 95th percentile of page rendering has been above its objective for 10 minutes.") { Source = AlertSource.Grafana },
            34, ["The newsletter went out five minutes ago.", "Cache hit rate fell to 61 % after the price import."]),
        new(dice => new DemoAlert(
                "PodCrashLooping", Severity.High, "recommendations", "Pod of recommendations is crash looping",
                $"Container recommendations restarted {dice.Between(4, 11)} times in the last 10 minutes. Last exit code: 137.").InPodOf(dice),
            48, ["OOMKilled: the model of this week is 300 MB larger."], "Raised the memory limit to 3 Gi"),
        new(dice => new DemoAlert(
                "PodNotReady", Severity.Warning, "catalog", "A pod of catalog has not been ready for 15 minutes",
                "Readiness probe fails: GET /healthz answers 503.").InPodOf(dice),
            22, ["It was waiting for its warm-up query, which took longer than the probe allows."]),
        new(dice => new DemoAlert(
                "QueueBacklog", Severity.Warning, "mailer", $"{dice.Between(4, 19)},{dice.Between(100, 999)} order confirmations wait in the queue",
                "The queue mail.outgoing grows faster than it is worked off.").With("queue", "mail.outgoing"),
            41, ["Our mail provider throttles us, their status page says degraded.", "Added two consumers for an hour."]),
        new(dice => new DemoAlert(
                "DiskFillingUp", Severity.Warning, "media", $"Volume of media-store will be full in {dice.Between(2, 4)} days",
                $"{dice.Between(81, 93)} % of /var/lib/media is used.") { Node = $"worker-eu-{dice.Between(10, 24):00}" },
            190, ["Old thumbnails are not removed since the format changed."], "Ran the clean-up by hand and put it back on the schedule"),
        new(dice => new DemoAlert(
                "CertificateExpiring", Severity.Warning, "api-gateway", $"Certificate of api.fernhill.example expires in {dice.Between(6, 13)} days",
                "It should have been renewed 14 days before its end.") { Source = AlertSource.Webhook, Namespace = "edge" }.With("tool", "blackbox"),
            310, ["The DNS challenge failed since the zone moved."], "Fixed the token of the DNS provider; renewed"),
        new(dice => new DemoAlert(
                "PaymentDeclines", Severity.High, "payments", $"Card declines rose to {dice.Between(9, 17)} %",
                "The share of declined card payments is more than twice that of the same hour last week.") { Source = AlertSource.Datadog },
            37, ["Only cards of one issuer. Asked the acquirer.", "The acquirer confirms a problem at an issuer in France."],
            "The issuer is back, declines are normal again"),
        new(dice => new DemoAlert(
                "ReplicationLag", Severity.Warning, "postgres-orders", $"Replica orders-{dice.Between(1, 2)} is {dice.Between(40, 180)} s behind",
                "Reads that must be fresh go to the primary meanwhile.") { Namespace = "data" },
            29, ["The nightly report runs on the replica and holds it back."]),
        new(dice => new DemoAlert(
                "StockDrift", Severity.Warning, "inventory", $"Stock of {dice.Between(8, 60)} articles differs between shop and warehouse",
                "The difference has been there for two runs of the comparison.") { Source = AlertSource.Grafana },
            65, ["The scanner in hall 2 was offline over noon."]),
        new(dice => new DemoAlert(
                "LabelPrintFailures", Severity.High, "shipping", $"{dice.Between(12, 70)} shipping labels could not be printed",
                "The carrier's API answers 503 to every third request.").With("carrier", dice.OneOf(["postnord", "dhl", "gls"])),
            44, ["The carrier's status page says nothing, their hotline says 'we are on it'."], "Carrier recovered, waiting labels are printed"),
        new(dice => new DemoAlert(
                "ConsumerLag", Severity.Warning, "orders", $"Consumer group order-events is {dice.Between(20, 90)},000 messages behind",
                "Orders appear in the back office with delay.").With("topic", "orders.v2").InPodOf(dice, "orders-consumer"),
            31, ["A rebalance after the deploy, catching up.", "One partition has a message that fails over and over."]),
        new(dice => new DemoAlert(
                "HighCpu", Severity.Warning, "search", $"CPU of search is at {dice.Between(91, 99)} % for 15 minutes",
                "The horizontal autoscaler is at its limit of 12 pods.").InPodOf(dice),
            27, ["Somebody scrapes us, 400 requests a second from one network."]),
        new(dice => new DemoAlert(
                "NodeMemoryPressure", Severity.Warning, "kubernetes", "A node reports memory pressure",
                "Pods without limits will be evicted first.") { Namespace = "kube-system", Node = $"worker-eu-{dice.Between(10, 24):00}" },
            18, ["A batch job without a limit."]),
        new(dice => new DemoAlert(
                "CronJobFailed", Severity.Info, "catalog", "Job price-import failed", "The job price-import failed after 3 attempts.")
                    { Source = AlertSource.Grafana }.With("job_name", "price-import"),
            55, ["The supplier's file came with another separator."]),
        new(dice => new DemoAlert(
                "SyntheticCheckFailed", Severity.High, "storefront", $"Buying a tent from {dice.OneOf(["Frankfurt", "Virginia", "Singapore"])} fails",
                "The synthetic check 'buy-a-tent' failed three times in a row at the step 'pay'.") { Source = AlertSource.Datadog },
            19, ["The test card had expired."], "New test card; the check is green"),
        new(dice => new DemoAlert(
                "CacheEvictions", Severity.Info, "cart", $"redis-cart evicts {dice.Between(200, 900)} keys a second",
                "Carts of visitors who are not signed in may be lost.") { Namespace = "data" },
            24, []),
    ];
}
