using System.Collections.Immutable;
using AiSre.Domain.Demo.Script;
using AiSre.Domain.Silences;

namespace AiSre.Domain.Demo.Chapters;

/// <summary>When nobody wanted to hear of what.</summary>
internal static class QuietTimes
{
    public static ImmutableArray<Silence> Silences(DemoDice dice, DateTimeOffset now) =>
    [
        new Silence
        {
            Id = Id(dice, now.AddDays(-9)), Author = "tomasz", UpdatedBy = "tomasz", Maintenance = true,
            Comment = "Postgres minor upgrade, replicas one after the other",
            Matchers = [Equal("service", "postgres-orders")], StartsAt = now.AddDays(-9), EndsAt = now.AddDays(-9).AddHours(3),
            CreatedAt = now.AddDays(-9).AddHours(-20), UpdatedAt = now.AddDays(-9).AddHours(-20),
        },
        new Silence
        {
            Id = Id(dice, now.AddDays(-4)), Author = "ruth", UpdatedBy = "ruth", Comment = "Load test of search before the winter sale",
            Matchers = [Matching("service", "search|catalog"), Matching("alertname", "High.*|Slow.*")],
            StartsAt = now.AddDays(-4), EndsAt = now.AddDays(-4).AddHours(2), CreatedAt = now.AddDays(-4), UpdatedAt = now.AddDays(-4),
        },
        // In force now: the search cluster is being reindexed.
        new Silence
        {
            Id = Id(dice, now.AddHours(-2)), Author = "caleb", UpdatedBy = "caleb", Maintenance = true,
            Comment = "Reindexing the product search; lag is expected until it has caught up",
            Matchers = [Equal("service", "search-indexer")], StartsAt = now.AddHours(-2), EndsAt = now.AddHours(3).AddMinutes(30),
            CreatedAt = now.AddHours(-2), UpdatedAt = now.AddHours(-2),
        },
        new Silence
        {
            Id = Id(dice, now.AddHours(-26)), Author = "lena", UpdatedBy = "lena", Comment = "Known: node is drained for a disk swap, PLAT-2381",
            Matchers = [Equal("node", "worker-eu-11")], StartsAt = now.AddHours(-26), EndsAt = now.AddMinutes(40),
            CreatedAt = now.AddHours(-26), UpdatedAt = now.AddHours(-3),
        },
        // Comes again every week.
        new Silence
        {
            Id = Id(dice, now.AddDays(-60)), Author = "greta", UpdatedBy = "greta", Maintenance = true,
                Comment = "Weekly stocktaking locks the stock tables",
            Matchers = [Equal("service", "inventory"), Matching("alertname", "Stock.*")], StartsAt = now.AddDays(-60),
            Schedule = new() { Days = [DayOfWeek.Sunday], FromMinute = 5 * 60, ToMinute = 8 * 60, TimeZone = "Europe/Berlin" },
            CreatedAt = now.AddDays(-60), UpdatedAt = now.AddDays(-60),
        },
    ];

    private static string Id(DemoDice dice, DateTimeOffset at) => "sil-" + TimedId.Of(TimedId.MillisecondOf(at), dice.Below(TimedId.Numbers));

    private static Matcher Equal(string name, string value) => new() { Name = name, Value = value };

    private static Matcher Matching(string name, string expression) => new() { Name = name, Value = expression, IsRegex = true };
}
