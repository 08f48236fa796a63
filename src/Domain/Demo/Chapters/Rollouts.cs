using System.Collections.Immutable;
using System.Globalization;
using AiSre.Domain.Demo.Script;
using AiSre.Domain.Deploys;

namespace AiSre.Domain.Demo.Chapters;

/// <summary>What the shop rolled out: some services a working day, by a train that numbers its deploys, two of which people remember.</summary>
internal static class Rollouts
{
    /// <summary>The one that took the cart with it (<see cref="BadDays"/>), and how long before.</summary>
    public const string BadTrain = "shop-1874";

    /// <summary>The one that tonight's group comes from (<see cref="Tonight"/>).</summary>
    public const string LastTrain = "shop-1902";

    private const int Bad = 1_874;
    private const int Last = 1_902;
    private const int Before = 26;

    private static readonly TimeSpan ErrorsAfter = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan RolledBackAfter = ErrorsAfter + TimeSpan.FromMinutes(8.5);
    private static readonly TimeSpan PricesAfter = TimeSpan.FromMinutes(2);

    private static readonly string[] Services =
    [
        "storefront", "checkout", "payments", "cart", "orders", "catalog", "search", "recommendations", "media", "inventory", "shipping", "accounts",
    ];

    private static readonly string[] WithTheCart = ["cart", "checkout", "orders", "storefront"];
    private static readonly string[] WithPrices = ["catalog", "recommendations", "storefront"];
    private static readonly string[] People = ["jonas", "ines", "mateo", "ruth", "caleb", "yuki", "paulo", "greta", "ci-bot", "ci-bot", "ci-bot"];

    /// <summary>Oldest first.</summary>
    public static ImmutableArray<Deploy> Deploys(DemoDice dice, DateTimeOffset now)
    {
        var (bad, last) = (BadDays.DeployFails(now) - ErrorsAfter, Tonight.PricesFail(now) - PricesAfter);
        return
        [
            .. Trains(dice, bad.AddDays(-7), bad.AddHours(-1), Bad - Before, Before),
            .. WithTheCart.Select(service => Train(dice, Bad, service, bad, "2026.11.23-2", "mateo")),
            .. WithTheCart.Select(service => Train(dice, Bad, service, bad + RolledBackAfter, "2026.11.22-1", "jonas") with
            {
                Id = $"{BadTrain}-rollback",
            }),
            .. Trains(dice, bad.AddHours(2), last.AddHours(-1), Bad + 1, Last - Bad - 1),
            .. WithPrices.Select(service => Train(dice, Last, service, last, "2026.11.28-1", "ruth")),
        ];
    }

    /// <summary>So many within a time, on working days and in working hours.</summary>
    private static IEnumerable<Deploy> Trains(DemoDice dice, DateTimeOffset from, DateTimeOffset to, int first, int count)
    {
        var hours = Enumerable.Range(0, (int)(to - from).TotalHours).Select(hour => from.AddHours(hour))
            .Where(at => at.Hour is >= 7 and < 17 && at.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).ToList();
        for (var i = 0; i < count; i++)
        {
            var at = hours[i * hours.Count / count].AddMinutes(dice.Below(55) + dice.Below(60) / 60.0);
            var version = string.Create(CultureInfo.InvariantCulture, $"{at:yyyy.MM.dd}-{1 + i % 3}");
            var deploy = Train(dice, first + i, dice.OneOf(Services), at, version, dice.OneOf(People));
            yield return dice.OneIn(12) ? deploy with { Status = DeployStatus.Failed } : deploy;
        }
    }

    private static Deploy Train(DemoDice dice, int number, string service, DateTimeOffset at, string version, string actor) => new()
    {
        Workspace = DemoStory.Workspace,
        Id = string.Create(CultureInfo.InvariantCulture, $"shop-{number}"),
        Service = service,
        Namespace = "shop",
        Environment = "production",
        Cluster = "eu-west",
        Image = $"registry.fernhill.example/{service}:{version}",
        Version = version,
        CommitSha = string.Concat(Enumerable.Range(0, 10).Select(_ => "0123456789abcdef"[dice.Below(16)])),
        Actor = actor,
        At = at,
        FinishedAt = at.AddSeconds(dice.Between(45, 80)),
        Url = string.Create(CultureInfo.InvariantCulture, $"https://ci.fernhill.example/trains/{number}"),
    };
}
