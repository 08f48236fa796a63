using AiSre.Domain.Alerts;
using AiSre.Domain.Demo.Script;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Demo.Chapters;

/// <summary>What is open now.</summary>
internal static class Tonight
{
    /// <summary>So long ago began what people still look at.</summary>
    public static readonly TimeSpan Begins = TimeSpan.FromHours(2);

    public static IEnumerable<DemoScene> Scenes(DemoDice dice, DateTimeOffset now) =>
    [
        Unclaimed(dice, now.AddMinutes(-3.4)), WorkedOn(dice, now.AddMinutes(-26)), Group(dice, PricesFail(now)), Reindexing(now.AddMinutes(-72)),
        Drained(now.AddHours(-4.1)), Snoozed(now.AddHours(-6.3)), Flapping(now.AddMinutes(-48)), Unseen(now.AddMinutes(-14)), JustOver(dice,
            now.AddHours(-1.6)),
        OverByItself(now.AddHours(-2.9)), Certificate(now.AddHours(-5.5)),
    ];

    /// <summary>When prices began to be missing.</summary>
    public static DateTimeOffset PricesFail(DateTimeOffset now) => now.AddMinutes(-51);

    /// <summary>Critical, and nobody has it yet: the next level is told in a minute or two.</summary>
    private static DemoScene Unclaimed(DemoDice dice, DateTimeOffset at) => new(
        at,
        new DemoAlert("AuthorisationsFailing", Severity.Critical, "payments", "Card authorisations fail: 38 % in the last 5 minutes",
            "Acquirer answers 96 (system malfunction) to Visa and Mastercard. Wallets and invoices work.").InPodOf(dice).With("acquirer", "nordpay"))
    {
        RepeatEvery = TimeSpan.FromMinutes(1), RepeatsAtOnce = 2,
    };

    private static DemoScene WorkedOn(DemoDice dice, DateTimeOffset at) => new(
        at,
        new DemoAlert("SlowRequests", Severity.High, "search", "Search p99 is 4.8 s, objective is 1.2 s",
            "Queries with more than four filters are slow since the reindexing began.").InPodOf(dice).With("slo", "search-latency"),
        DemoAct.Acknowledge(3.2), DemoAct.Assign(3.5, "caleb"), DemoAct.Note(9,
            "Only shard 3. It merges segments of the new index while it serves the old one."),
        DemoAct.Note(18, "Limited merging to one thread. Let's see for ten minutes."));

    private static DemoScene Group(DemoDice dice, DateTimeOffset at)
    {
        DemoAlert Of(string name, Severity severity, string service, string summary, string description) =>
            new DemoAlert(name, severity, service, summary, description).InPodOf(dice)
                .With("version", "2026.11.28-1").With("deploy", Rollouts.LastTrain);

        return new(
            at,
            Of("HighErrorRate", Severity.High, "catalog", "Catalog answers 7 % of requests with errors",
                "Errors began two minutes after deploy shop-1902 (2026.11.28-1)."),
            DemoAct.Acknowledge(4.6), DemoAct.Note(12,
                "Prices in SEK are null for articles without a campaign. Fix is in review, no need to roll back."),
            DemoAct.Note(31, "Fix is merged, deploy shop-1903 is building."))
        {
            Children =
            [
                new(TimeSpan.FromMinutes(1.4), Of("HighErrorRate", Severity.Warning, "recommendations",
                    "Recommendations answers 4 % of requests with errors",
                    "Articles without a price are skipped with an error."), CorrelationReason.SameDeploy, null),
                new(TimeSpan.FromMinutes(2.7), Of("SlowRequests", Severity.Warning, "storefront", "Storefront p95 is 1900 ms, objective is 1000 ms",
                    "Pages wait for prices and try again."), CorrelationReason.SameDeploy, TimeSpan.FromMinutes(29)),
            ],
        };
    }

    /// <summary>In the maintenance window of the search.</summary>
    private static DemoScene Reindexing(DateTimeOffset at) => new(
        at,
        new DemoAlert("IndexLag", Severity.High, "search-indexer", "The search index is 52 minutes behind the catalogue",
            "1.9 million articles wait to be indexed.") { Deployment = "search-indexer" }.With("index", "products-v9"));

    /// <summary>On the node whose alerts are silenced; that ends soon.</summary>
    private static DemoScene Drained(DateTimeOffset at) => new(
        at,
        new DemoAlert("NodeDiskErrors", Severity.Warning, "kubernetes", "Disk of worker-eu-11 reports read errors", "14 in the last hour.")
        {
            Namespace = "kube-system", Node = "worker-eu-11",
        }) { RepeatEvery = TimeSpan.FromMinutes(10) };

    private static DemoScene Snoozed(DateTimeOffset at) => new(
        at,
        new DemoAlert("DiskFillingUp", Severity.Warning, "media", "Volume of media-store will be full in 3 days", "86 % of /var/lib/media is used.")
        {
            Node = "worker-eu-26",
        },
        DemoAct.Acknowledge(22), DemoAct.Snooze(24, 16 * 60), DemoAct.Note(25,
            "A larger volume is ordered for tomorrow morning.")) { RepeatEvery = TimeSpan.FromMinutes(20) };

    private static DemoScene Flapping(DateTimeOffset at) => new(
        at,
        new DemoAlert("StockSyncFailing", Severity.Warning, "inventory", "Every other run of the stock sync fails",
            "The warehouse's API answers 429 while the stock export is running.") { Source = AlertSource.Grafana },
        DemoAct.Ends(6), DemoAct.FiresAgain(9), DemoAct.Ends(16), DemoAct.FiresAgain(19), DemoAct.Ends(26), DemoAct.FiresAgain(29), DemoAct.Ends(36),
            DemoAct.FiresAgain(39));

    private static DemoScene Unseen(DateTimeOffset at) => new(
        at,
        new DemoAlert("QueueBacklog", Severity.Warning, "mailer", "3,208 order confirmations wait in the queue",
            "The queue mail.outgoing grows faster than it is worked off.").With("queue", "mail.outgoing"));

    private static DemoScene JustOver(DemoDice dice, DateTimeOffset at) => new(
        at,
        new DemoAlert("PodCrashLooping", Severity.High, "cart", "Pod of cart is crash looping",
            "Container cart restarted 5 times in the last 10 minutes. Last exit code: 1.").InPodOf(dice),
        DemoAct.Acknowledge(2.7), DemoAct.Note(6, "A config map without the new key. Only in this cluster."),
        DemoAct.Resolve(19, "Key added, pods are up"), DemoAct.Ends(19.6));

    private static DemoScene OverByItself(DateTimeOffset at) => new(
        at,
        new DemoAlert("ReplicationLag", Severity.Warning, "postgres-orders", "Replica orders-1 is 74 s behind",
            "Reads that must be fresh go to the primary meanwhile.") { Namespace = "data" },
        DemoAct.Ends(17));

    private static DemoScene Certificate(DateTimeOffset at) => new(
        at,
        new DemoAlert("CertificateExpiring", Severity.Warning, "api-gateway", "Certificate of pay.fernhill.example expires in 9 days",
            "It should have been renewed 14 days before its end.") { Source = AlertSource.Webhook, Namespace = "edge" }
            .With("tool", "blackbox").With("host", "pay.fernhill.example"))
    {
        RepeatEvery = TimeSpan.FromMinutes(30),
    };
}
