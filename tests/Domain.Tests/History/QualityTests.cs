using System.Collections.Immutable;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.History;
using NodaTime;
using static AiSre.Domain.Tests.History.RememberedIncidents;

namespace AiSre.Domain.Tests.History;

public class QualityTests
{
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    private static AlertQuality Quality(params IEnumerable<RememberedIncident> incidents) =>
        Assert.Single(QualityRules.Of(InOrder(incidents), Now.AddDays(-30), Now, _ => DateTimeZone.Utc));

    private static RememberedIncident Paged(double hoursAgo, double afterMinutes = 1) =>
        Of(hoursAgo) with { Pages = [new(Now.AddHours(-hoursAgo).AddMinutes(afterMinutes), ["dave"])] };

    [Theory]
    [InlineData("2026-01-15T21:00:00Z", "2026-01-15T23:00:00Z", 60)]
    [InlineData("2026-01-15T23:00:00Z", "2026-01-16T23:00:00Z", 540)]
    [InlineData("2026-01-15T06:00:00Z", "2026-01-15T08:00:00Z", 60)]
    [InlineData("2026-01-15T07:00:00Z", "2026-01-15T22:00:00Z", 0)]
    [InlineData("2026-01-15T22:00:00Z", "2026-01-15T22:00:00Z", 0)]
    [InlineData("2026-01-01T12:00:00Z", "2026-02-01T12:00:00Z", 7 * 540)]
    public void A_night_is_from_ten_to_seven(string from, string to, double minutes) =>
        Assert.Equal(minutes, NightRules.Minutes(At(from), At(to), DateTimeZone.Utc));

    [Theory]
    [InlineData("2026-01-15T21:00:00Z", "2026-01-15T22:00:00Z", 60)]
    [InlineData("2026-03-28T20:00:00Z", "2026-03-29T20:00:00Z", 480)]
    [InlineData("2026-10-24T19:00:00Z", "2026-10-25T19:00:00Z", 600)]
    public void A_night_is_that_of_the_place_and_its_clocks(string from, string to, double minutes) =>
        Assert.Equal(minutes, NightRules.Minutes(At(from), At(to), Berlin));

    [Fact]
    public void A_rule_is_counted_over_its_incidents()
    {
        var rule = Quality(
            Paged(40) with { FirstResponseAt = Now.AddHours(-39.9) }, Paged(30).Resolved(9), Paged(20).Resolved(9) with { ResolvedByHuman = true },
            Of(10).Resolved(3) with { Actions = 1 });
        Assert.Equal(
            ("prometheus", "HighUse", 4, 3, 0.75, 1, 3), (rule.Source, rule.Name, rule.Incidents, rule.Pages, rule.ActedOn, rule.EndedByThemselves,
                rule.Repeats));
    }

    [Fact]
    public void A_repeat_is_of_the_same_service_and_within_a_week()
    {
        Assert.Equal(0, Quality(Of(1), Of(2, service: "web"), Of(3, service: null)).Repeats);
        Assert.Equal(1, Quality(Of(1), Of(1 + (7 * 24))).Repeats);
        Assert.Equal(0, Quality(Of(1), Of(1.1 + (7 * 24))).Repeats);
        Assert.Equal((1, 1), (Quality(Of(29 * 24), Of(31 * 24)).Incidents, Quality(Of(29 * 24), Of(31 * 24)).Repeats));
    }

    [Fact]
    public void The_night_counts_from_the_page_to_the_answer_or_the_end()
    {
        // Now is 10:00, so twelve hours ago it was 22:00.
        Assert.Equal(60, Quality(Paged(13, 60) with { FirstResponseAt = Now.AddHours(-11) }).NightMinutes);
        Assert.Equal(30, Quality(Paged(11, 0).Resolved(30)).NightMinutes);
        Assert.Equal(540, Quality(Paged(14)).NightMinutes);
        Assert.Equal(0, Quality(Of(11).Resolved(30)).NightMinutes);
        Assert.Equal(0, Quality(Paged(11, 30) with { FirstResponseAt = Now.AddHours(-11) }).NightMinutes);
    }

    [Fact]
    public void Each_rule_gets_one_proposal()
    {
        RememberedIncident Day(int i, double hour = 0) => Paged((24 * (i + 1)) - 2 + hour);
        string For(int count, Func<int, RememberedIncident> make) => Quality(Many(count, make)).Proposal;
        Assert.StartsWith("Too few", For(2, i => Day(i)), StringComparison.Ordinal);
        Assert.StartsWith("It ends by itself", For(5, i => Day(i).Resolved(3)), StringComparison.Ordinal);
        Assert.StartsWith("Hardly anybody", For(5, i => Day(i)), StringComparison.Ordinal);
        Assert.StartsWith(
            "Most of it can wait", For(5, i => i == 0 ? Day(i) with { FirstResponseAt = Now } : Day(i, 12).Resolved(90)), StringComparison.Ordinal);
        Assert.StartsWith("It pages nobody", For(5, i => Of(24 * (i + 1))), StringComparison.Ordinal);
        Assert.StartsWith("It comes again", For(5, i => Day(i) with { FirstResponseAt = Now }), StringComparison.Ordinal);
        Assert.StartsWith(
            "It is worth", For(5, i => Day(i) with { FirstResponseAt = Now, Service = $"s{i}" }), StringComparison.Ordinal);
    }

    [Fact]
    public void The_rule_that_pages_most_comes_first()
    {
        var incidents = InOrder(
            Of(1) with { AlertName = "a" }, Of(2) with { AlertName = "a" }, Of(3) with { AlertName = "b" }, Paged(4) with { AlertName = "c" },
            Of(40 * 24) with { AlertName = "old" });
        Assert.Equal(["c", "a", "b"], QualityRules.Of(incidents, Now.AddDays(-30), Now, _ => DateTimeZone.Utc).Select(rule => rule.Name));
    }

    [Fact]
    public void The_clock_is_that_of_the_rotation_then_of_the_team_then_UTC()
    {
        Team Team(string name, string zone, params RotationLayer[] layers) =>
            new() { Name = name, TimeZone = zone, Services = ["payments-api"], Layers = [.. layers] };
        string Zone(params Team[] teams) => DutyZoneRules.Of(
            WorkspaceDefinitions.Empty with { Teams = teams.ToImmutableDictionary(team => team.Name) }, Paged(1)).Id;
        Assert.Equal(DateTimeZone.Utc, DutyZoneRules.Of(WorkspaceDefinitions.Empty, Paged(1)));
        Assert.Equal("Asia/Tokyo", Zone(Team("a", "Asia/Tokyo", new RotationLayer { Name = "l", TimeZone = "Europe/Paris", Members = ["eve"] })));
        Assert.Equal("Europe/Paris", Zone(Team("a", "Asia/Tokyo", new RotationLayer { Name = "l", TimeZone = "Europe/Paris", Members = ["dave"] })));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
