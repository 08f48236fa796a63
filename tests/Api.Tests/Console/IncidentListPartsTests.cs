using AiSre.Console.Incidents;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using NodaTime;

namespace AiSre.Api.Tests.Console;

public sealed class IncidentListPartsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("?severity=high&severity=critical&severity=high&unknown=1&q=%20a%20b%20", "?severity=high&severity=critical&q=a%20b")]
    [InlineData("?state=open&state=resolved&_shown=5~&after=1.2.3.4", "?state=open")]
    [InlineData("?q=", "")]
    public void An_address_is_read_as_what_it_filters_by(string address, string canonical) => Assert.Equal(canonical, ListFilter.Of(address).Query);

    [Fact]
    public void Without_a_state_what_is_over_is_left_out()
    {
        Assert.Equal([IncidentPhase.Open, IncidentPhase.Acknowledged], Board("").Phases);
        Assert.Equal([IncidentPhase.Resolved], Board("?state=resolved").Phases);
        Assert.Equal(3, Board("?state=any").Phases.Length);
        Assert.Equal([IncidentPhase.Open, IncidentPhase.Acknowledged], Board("?state=nonsense").Phases);
    }

    [Theory]
    [InlineData("?since=yesterday&severity=high", "?severity=high", "since")]
    [InlineData("?until=2026-13-12T03:00", "", "until")]
    [InlineData("?severity=awful&severity=high", "?severity=high", "severity")]
    [InlineData("?state=nonsense", "", "state")]
    public void What_means_nothing_is_no_filter_and_is_named(string address, string canonical, string name)
    {
        var filter = ListFilter.Of(address);
        Assert.Equal((canonical, name), (filter.Query, Assert.Single(filter.NotUnderstood).Key));
        Assert.Empty(ListFilter.Of("?severity=HIGH&since=2026-04-02 03:00&state=any&unknown=1&after=2").NotUnderstood);
    }

    [Fact]
    public void Words_of_the_reader_mean_the_reader()
    {
        Assert.Equal("dana", Board("?owner=me").Owner);
        Assert.Equal(BoardFilter.None, Board("?owner=nobody").Owner);
        Assert.Equal(["till", ""], Board("?team=mine&team=none").Teams);
        Assert.DoesNotContain("till", ListFilter.Of("?team=mine").ToBoard("shop", "dana", [], Noon, DateTimeZone.Utc).Teams);
        Assert.Equal([Severity.High], Board("?severity=HIGH&severity=awful").Severities);
    }

    [Theory]
    [InlineData("24h", "2026-04-01T12:00:00Z")]
    [InlineData("7d", "2026-03-26T12:00:00Z")]
    [InlineData("2026-04-02T03:00", "2026-04-02T01:00:00Z")]
    [InlineData("2026-04-02T03:00:00Z", "2026-04-02T03:00:00Z")]
    [InlineData("yesterday", null)]
    [InlineData("99999d", null)]
    public void An_instant_is_a_length_back_or_a_time_of_the_readers_zone(string text, string? instant) => Assert.Equal(
        instant is null ? null : DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture),
        ListFilter.Instant(text, Noon, DateTimeZoneProviders.Tzdb["Europe/Berlin"]));

    [Fact]
    public void A_length_back_is_the_same_instant_for_a_minute()
    {
        var filter = ListFilter.Of("?since=24h");
        DateTimeOffset? SinceAt(double seconds) => filter.ToBoard("shop", "dana", [], Noon.AddSeconds(seconds), DateTimeZone.Utc).Since;
        Assert.Equal(SinceAt(0), SinceAt(59.9));
        Assert.Equal(SinceAt(0)!.Value.AddMinutes(1), SinceAt(60));
    }

    [Fact]
    public void A_value_that_is_toggled_twice_is_as_before()
    {
        var filter = ListFilter.Of("?severity=high");
        Assert.Equal("?severity=high&severity=critical", filter.Toggle("severity", "critical").Query);
        Assert.Equal("?severity=high", filter.Toggle("severity", "critical").Toggle("severity", "CRITICAL").Query);
    }

    [Theory]
    [InlineData("812~0:4-9-7.3_1:5", true)]
    [InlineData("0~", true)]
    [InlineData("812", false)]
    [InlineData("812~9:4", false)]
    [InlineData("812~0:4-x", false)]
    [InlineData("812~0:-4", false)]
    [InlineData(null, false)]
    public void What_is_on_the_screen_is_read_as_it_was_written_or_not_at_all(string? text, bool isRead) =>
        Assert.Equal(isRead, ScreenRows.Read(text) is not null);

    [Fact]
    public void Rows_of_the_screen_keep_their_places()
    {
        var (newest, sections) = ScreenRows.Read("812~0:4-9-7.3_1:5")!.Value;
        Assert.Equal((812, 2, Standing.WorkedOn), (newest, sections.Length, sections[1].Section));
        Assert.Equal([4, 3], sections[0].Rows.Select(row => row.Row));
        Assert.Equal([9, 7], sections[0].Rows[0].Children);
    }

    [Fact]
    public void A_cursor_comes_back_from_the_address()
    {
        var cursor = new BoardCursor(Standing.Quiet, 3, Noon.ToUnixTimeMilliseconds(), 17);
        Assert.Equal(cursor, ScreenRows.ReadCursor(ScreenRows.Write(cursor)));
        Assert.Null(ScreenRows.ReadCursor("1.2.3"));
    }

    private static BoardFilter Board(string address) => ListFilter.Of(address).ToBoard("shop", "dana", ["till"], Noon, DateTimeZone.Utc);
}
