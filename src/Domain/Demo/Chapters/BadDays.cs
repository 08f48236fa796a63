using AiSre.Domain.Alerts;
using AiSre.Domain.Demo.Script;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Demo.Chapters;

/// <summary>The days that people remember: a deploy, a node, a database, and a few that went wrong in a way of their own.</summary>
internal static class BadDays
{
    public static IEnumerable<DemoScene> Scenes(DemoDice dice, DateTimeOffset now) =>
    [
        Database(dice, now.AddDays(-12).AddHours(-3.2)), MailLost(dice, now.AddDays(-9).AddHours(-6.6)), Silenced(now.AddDays(-9).AddHours(0.6)),
        NobodyThere(now), Deploy(dice, DeployFails(now)), LoadTest(now.AddDays(-4).AddMinutes(38)),
        Reopened(dice, now.AddDays(-3).AddHours(-9.3)), Node(dice, now.AddDays(-2).AddHours(-4.7)), Flapping(now.AddDays(-1).AddHours(-10.2)),
        Worse(dice, now.AddDays(-7).AddHours(-2.1)), Snoozed(now.AddDays(-10).AddHours(-1.4)),
    ];

    /// <summary>When the errors began that the deploy brought.</summary>
    public static DateTimeOffset DeployFails(DateTimeOffset now) => now.AddDays(-6).AddHours(-5.4);

    /// <summary>A deploy takes three services with it.</summary>
    private static DemoScene Deploy(DemoDice dice, DateTimeOffset at)
    {
        DemoAlert Of(string name, Severity severity, string service, string summary, string description) =>
            new DemoAlert(name, severity, service, summary, description).InPodOf(dice)
                .With("version", "2026.11.23-2").With("deploy", Rollouts.BadTrain);

        return new(
            at,
            Of("HighErrorRate", Severity.Critical, "cart", "Cart answers 31 % of requests with errors",
                "Errors began 90 seconds after deploy shop-1874 (2026.11.23-2)."),
            DemoAct.Acknowledge(2.4), DemoAct.Note(5, "Began with shop-1874. The new cart schema has no default for gift_wrap."),
            DemoAct.Note(8, "Rolling back shop-1874."), DemoAct.Note(17, "All pods are on 2026.11.22-1 again, errors are falling."),
            DemoAct.Resolve(24, "Rolled back shop-1874; migration gets a default before it goes out again"), DemoAct.Ends(25))
        {
            RepeatEvery = TimeSpan.FromMinutes(1), RepeatsAtOnce = 3,
            Children =
            [
                Child(1.1, 21, CorrelationReason.SameDeploy, Of("HighErrorRate", Severity.High, "checkout",
                    "Checkout answers 12 % of requests with errors",
                    "POST /checkout/address fails: cart service answers 500.")),
                Child(1.9, 22, CorrelationReason.SameDeploy, Of("PodCrashLooping", Severity.High, "orders", "Pod of orders is crash looping",
                    "Container orders restarted 6 times in the last 10 minutes. Last exit code: 1.")),
                Child(3.2, 22.5, CorrelationReason.SameDeploy, Of("SlowRequests", Severity.Warning, "storefront",
                    "Storefront p95 is 4100 ms, objective is 1000 ms",
                    "The cart widget times out on every page.")),
            ],
        };
    }

    /// <summary>A node goes, and its pods with it.</summary>
    private static DemoScene Node(DemoDice dice, DateTimeOffset at)
    {
        const string node = "worker-eu-17";
        DemoAlert On(string name, Severity severity, string service, string summary, string description) =>
            new DemoAlert(name, severity, service, summary, description) { Node = node }.InPodOf(dice);

        return new(
            at,
            new DemoAlert("NodeNotReady", Severity.Critical, "kubernetes", $"Node {node} is not ready", "The kubelet has not reported for 3 minutes.")
            {
                Namespace = "kube-system", Node = node,
            },
            DemoAct.Acknowledge(3.1), DemoAct.Note(6.5, "Disk controller errors in dmesg, the provider has opened a case for this host."),
            DemoAct.Note(12, $"Cordoned and drained {node}. Pods are coming up elsewhere."),
            DemoAct.Resolve(33, $"{node} replaced by worker-eu-25"), DemoAct.Ends(34))
        {
            Children =
            [
                Child(0.8, 15, CorrelationReason.SameNode, On("PodNotReady", Severity.Warning, "catalog", "A pod of catalog is not ready",
                    "The pod runs on a node that does not answer.")),
                Child(1.2, 14, CorrelationReason.SameNode, On("PodNotReady", Severity.Warning, "payments", "A pod of payments is not ready",
                    "2 of 3 pods are left.")),
                Child(1.7, 18, CorrelationReason.SameNode, On("TargetDown", Severity.Warning, "media", "Metrics of media cannot be scraped",
                    "1 of 4 targets is down.")),
                Child(2.6, 16, CorrelationReason.SameNode, On("ConsumerLag", Severity.Warning, "orders",
                    "Consumer group order-events is 26,000 messages behind",
                    "Two partitions have no consumer.")),
            ],
        };
    }

    /// <summary>What everybody needs is slow.</summary>
    private static DemoScene Database(DemoDice dice, DateTimeOffset at) => new(
        at,
        new DemoAlert("PostgresConnectionsExhausted", Severity.Critical, "postgres-orders", "postgres-orders has 398 of 400 connections in use",
            "New connections are refused. Longest transaction: 14 minutes.") { Namespace = "data" }.With("database", "orders"),
        DemoAct.Acknowledge(1.8), DemoAct.Note(4, "An analytics query of 14 minutes holds a lock on order_lines; everybody waits behind it."),
        DemoAct.Note(6, "Ended that query (pid 28114). Connections are going down."), DemoAct.Assign(15, "tomasz"),
        DemoAct.Resolve(22, "Query ended; analytics gets a statement timeout of 60 s and the replica"), DemoAct.Ends(22.5))
    {
        RepeatEvery = TimeSpan.FromMinutes(2),
        Children =
        [
            Child(0.7, 11, CorrelationReason.Dependency, new DemoAlert("HighErrorRate", Severity.Critical, "orders",
                "Orders answers 44 % of requests with errors", "FATAL: sorry, too many clients already").InPodOf(dice)),
            Child(1.3, 12, CorrelationReason.Dependency, new DemoAlert("HighErrorRate", Severity.Critical, "checkout",
                "Checkout answers 28 % of requests with errors", "Placing an order fails after 10 s.").InPodOf(dice)),
            Child(2.1, 19, CorrelationReason.Dependency, new DemoAlert("QueueBacklog", Severity.Warning, "mailer",
                "7,412 order confirmations wait in the queue", "The mailer cannot read orders.").With("queue", "mail.orders")),
        ],
    };

    /// <summary>At night, when the warehouse sleeps: the first level names nobody.</summary>
    private static DemoScene NobodyThere(DateTimeOffset now)
    {
        var at = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-8).AddHours(1.7);
        return new(
            at,
            new DemoAlert("GatewayDown", Severity.High, "warehouse-gateway", "The gateway to the warehouse does not answer",
                "No order has been handed over for 20 minutes. 212 wait.") { Source = AlertSource.Grafana, Namespace = "fulfilment" },
            DemoAct.Acknowledge(17.5, who: "greta"), DemoAct.Note(24, "VPN to Leipzig was down, the provider did maintenance without telling us.",
                "greta"),
            DemoAct.Ends(49));
    }

    /// <summary>It gets worse while people look.</summary>
    private static DemoScene Worse(DemoDice dice, DateTimeOffset at) => new(
        at,
        new DemoAlert("SlowRequests", Severity.Warning, "payments", "Payments p99 is 3.4 s, objective is 1.5 s",
            "Waiting for the acquirer takes most of it.").InPodOf(dice),
        DemoAct.GetsWorse(6, "high"), DemoAct.Acknowledge(8.2), DemoAct.GetsWorse(14, "critical"),
        DemoAct.Note(16, "The acquirer's second line is down, everything goes over the first. Switched 40 % of the traffic to the other acquirer."),
        DemoAct.Ends(38));

    private static DemoScene Reopened(DemoDice dice, DateTimeOffset at) => new(
        at,
        new DemoAlert("PodCrashLooping", Severity.High, "search", "Pod of search is crash looping",
            "Container search restarted 9 times in the last 10 minutes. Last exit code: 137.").InPodOf(dice),
        DemoAct.Acknowledge(4.3), DemoAct.Note(9, "Heap dump says: facets of one category with 1.2 million articles."),
        DemoAct.Ends(16), DemoAct.FiresAgain(19.5), DemoAct.Acknowledge(21), DemoAct.Note(30,
            "The category came back with the next import. Excluded it there."),
        DemoAct.Resolve(52, "Category 4711 is excluded from facets until it is split"));

    private static DemoScene Flapping(DateTimeOffset at) => new(
        at,
        new DemoAlert("HighLatency", Severity.High, "shipping", "Quotes of the carrier take longer than 5 s",
            "The carrier's API is slow and then is not.") { Source = AlertSource.Grafana }.With("carrier", "gls"),
        DemoAct.Ends(4), DemoAct.FiresAgain(7), DemoAct.Acknowledge(9), DemoAct.Ends(12), DemoAct.FiresAgain(15), DemoAct.Ends(19),
            DemoAct.FiresAgain(23),
        DemoAct.Note(25, "Raised the cache of quotes to 30 minutes until the carrier has calmed down."), DemoAct.Ends(31));

    private static DemoScene Snoozed(DateTimeOffset at) => new(
        at,
        new DemoAlert("DiskFillingUp", Severity.Warning, "logging", "Volume of loki-2 will be full in 2 days", "84 % of /var/loki is used.")
        {
            Namespace = "monitoring", Node = "worker-eu-12",
        },
        DemoAct.Acknowledge(31, who: "lena"), DemoAct.Snooze(33, 600, "lena"), DemoAct.Note(34,
            "Retention goes down to 14 days with tonight's change.", "lena"),
        DemoAct.Ends(655)) { RepeatEvery = TimeSpan.FromMinutes(30) };

    /// <summary>The mail server refused, and people heard of it all the same.</summary>
    private static DemoScene MailLost(DemoDice dice, DateTimeOffset at) => new(
        at,
        new DemoAlert("TokenServiceDown", Severity.Critical, "accounts", "Nobody can sign in",
            "0 of 2 pods of the token service are ready.").InPodOf(dice, "token-service"),
        DemoAct.Acknowledge(34, "On it. My phone was on the other side of the flat."), DemoAct.Note(39,
            "The signing key was rotated and one pod could not read the new one."),
        DemoAct.Resolve(51, "Permissions of the secret corrected, pods restarted"), DemoAct.Ends(52))
    {
        MailsFail = "421 4.7.0 Too many connections from this host, try again later",
        RepeatEvery = TimeSpan.FromMinutes(1),
    };

    /// <summary>Within the maintenance window of the database.</summary>
    private static DemoScene Silenced(DateTimeOffset at) => new(
        at,
        new DemoAlert("ReplicationLag", Severity.High, "postgres-orders", "Replica orders-2 is 640 s behind", "The replica has just been restarted.")
        {
            Namespace = "data",
        },
        DemoAct.Ends(27));

    /// <summary>Within the silence of the load test.</summary>
    private static DemoScene LoadTest(DateTimeOffset at) => new(
        at,
        new DemoAlert("HighCpu", Severity.High, "search", "CPU of search is at 100 % for 15 minutes", "All 24 pods are at their limit."),
        DemoAct.Note(9, "That's us: 3,000 searches a second, as planned.", "ruth"), DemoAct.Ends(46));

    private static DemoChild Child(double after, double ends, string reason, DemoAlert alert) =>
        new(TimeSpan.FromMinutes(after), alert, reason, TimeSpan.FromMinutes(ends));
}
