using System.Collections.Immutable;
using AiSre.Domain.Workspaces;

namespace AiSre.Api.Settings;

/// <summary>How many requests a key may send in a minute. Each process counts for itself.</summary>
public static class RateSettings
{
    private const int Most = 10_000_000;

    public static readonly Setting<int> Ingest = PerMinute(
        "INGEST", QuotaDefaults.DeliveriesPerMinute,
        "deliveries a minute of all keys together that are bound to one workspace; a workspace may have a quota of its own. "
            + "`0` is no limit, here and in the rows below ([docs/limits.md](docs/limits.md#rates))");

    public static readonly Setting<int> IngestBurst = PerMinute("INGEST_BURST", 1_000, "how many of those may come at once; at least 1");

    public static readonly Setting<int> Alerts = PerMinute(
        "ALERTS", 0, "alerts a minute of those keys, however many come in one delivery; a workspace may have a quota of its own");

    public static readonly Setting<int> Reads = PerMinute("READS", 1_200, "reads a minute of one key in one workspace");

    public static readonly Setting<int> Pages = PerMinute("PAGES", 6_000, "pages of the console a minute, by sessions of one key");

    public static readonly Setting<int> Writes = PerMinute("WRITES", 300, "changes a minute, as reads are counted");

    public static readonly Setting<int> Actions = PerMinute(
        "ACTIONS", 30, "actions, approvals and starts of workflows a minute, as reads are counted");

    public static readonly Setting<int> Questions = PerMinute("QUESTIONS", 20, "diagnoses a minute, as reads are counted");

    public static readonly Setting<int> Reports = PerMinute("REPORTS", 30, "post-mortems, hand-offs and exports a minute, as reads are counted");

    public static readonly ImmutableArray<Setting> All = [Ingest, IngestBurst, Alerts, Reads, Pages, Writes, Actions, Questions, Reports];

    private static Setting<int> PerMinute(string what, int fallback, string meaning) =>
        new($"AI_SRE_RATE_{what}", ValueKinds.Whole(what == "INGEST_BURST" ? 1 : 0, Most), fallback)
        {
            ReadBy = Reader.Api, Default = Invariant($"{fallback}"), Meaning = meaning,
        };
}
