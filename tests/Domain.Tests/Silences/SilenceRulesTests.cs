using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;

namespace AiSre.Domain.Tests.Silences;

public class SilenceRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly Silence Silence = new()
    {
        Id = "sil-1", Matchers = [new() { Name = "service", Value = "payments" }], StartsAt = Noon, EndsAt = Noon.AddHours(2), Author = "dave",
        Comment = "new disks",
    };

    private static readonly Incident Incident = new()
    {
        Id = "inc-1", Workspace = "ws", Title = "t", Severity = Severity.High, Source = "x", CreatedAt = Noon,
        Subject = new() { Service = "payments" },
    };

    /// <summary>Wednesdays, 13:00 to 14:00.</summary>
    private static readonly SilenceSchedule Weekly =
        new() { Days = [DayOfWeek.Wednesday], FromMinute = 13 * 60, ToMinute = 14 * 60, TimeZone = "UTC" };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_stored_silence_that_nobody_can_read_silences_nothing_and_says_why(bool isEqual)
    {
        var unreadable = Silence with
        {
            Matchers = [.. Silence.Matchers, new() { Name = "service", Value = "(?=x)|pay.*", IsRegex = true, IsEqual = isEqual }],
        };
        Assert.Null(SilenceRules.MarkFor(Incident, [unreadable], Noon));
        Assert.Contains("(?=x)|pay.*", SilenceCheck.Unreadable(unreadable), StringComparison.Ordinal);
        Assert.Null(SilenceCheck.Unreadable(Silence));
    }

    [Theory]
    [InlineData(-1, SilenceState.Pending)]
    [InlineData(0, SilenceState.Active)]
    [InlineData(119, SilenceState.Active)]
    [InlineData(120, SilenceState.Expired)]
    public void A_silence_is_in_force_from_its_start_to_before_its_end(int minutes, SilenceState state) =>
        Assert.Equal(state, SilenceRules.StateOf(Silence, Noon.AddMinutes(minutes)));

    [Theory]
    [InlineData(30, SilenceState.Pending)]
    [InlineData(60, SilenceState.Active)]
    [InlineData(119, SilenceState.Active)]
    [InlineData(120, SilenceState.Pending)]
    [InlineData((7 * 24 * 60) + 90, SilenceState.Active)]
    public void One_with_a_schedule_is_pending_between_its_windows(int minutes, SilenceState state) =>
        Assert.Equal(state, SilenceRules.StateOf(Silence with { EndsAt = null, Schedule = Weekly }, Noon.AddMinutes(minutes)));

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 60)]
    [InlineData(59, 60)]
    [InlineData(60, 120)]
    [InlineData(90, 120)]
    [InlineData(120, 60 + (7 * 24 * 60))]
    public void The_next_to_begin_is_the_first_that_is_not_in_force_or_is_again(int minutes, int expected)
    {
        Silence[] all =
        [
            Silence, Silence with { EndsAt = null, Schedule = Weekly }, Silence with { StartsAt = Noon.AddHours(2), EndsAt = Noon.AddHours(3) },
        ];
        Assert.Equal(Noon.AddMinutes(expected), SilenceRules.NextBegin(all, Noon.AddMinutes(minutes)));
    }

    [Fact]
    public void Nothing_begins_any_more_of_what_is_in_force_or_over() =>
        Assert.Null(SilenceRules.NextBegin([Silence, Silence with { StartsAt = Noon.AddDays(-2), EndsAt = Noon.AddDays(-1) }], Noon));

    [Fact]
    public void Start_and_end_cut_the_windows_of_a_schedule()
    {
        var cut = Silence with { StartsAt = Noon.AddMinutes(70), EndsAt = Noon.AddMinutes(110), Schedule = Weekly };
        Assert.Equal(new(Noon.AddMinutes(70), Noon.AddMinutes(110)), SilenceRules.CurrentOrNext(cut, Noon));
        Assert.Equal(SilenceState.Expired, SilenceRules.StateOf(cut, Noon.AddMinutes(110)));
        // Its next window would come after its end.
        Assert.Equal(SilenceState.Expired, SilenceRules.StateOf(cut with { EndsAt = Noon.AddDays(5) }, Noon.AddHours(2)));
        // It starts in the middle of a window that was open before.
        Assert.Equal(Noon.AddMinutes(70), SilenceRules.CurrentOrNext(cut, Noon.AddMinutes(65))!.Value.From);
    }

    [Fact]
    public void The_mark_is_that_of_the_silence_that_lasts_longest()
    {
        var longer = Silence with { Id = "sil-2", EndsAt = Noon.AddHours(3), Maintenance = true, Comment = "" };
        var other = Silence with { Id = "sil-3", EndsAt = Noon.AddHours(9), Matchers = [new() { Name = "service", Value = "search" }] };
        Assert.Equal(new("sil-2", Noon.AddHours(3), true, null), SilenceRules.MarkFor(Incident, [Silence, longer, other], Noon));
        Assert.Equal(new("sil-1", Noon.AddHours(2), false, "new disks"), SilenceRules.MarkFor(Incident, [Silence], Noon));
        Assert.Null(SilenceRules.MarkFor(Incident, [Silence, longer, other], Noon.AddMinutes(-1)));
        Assert.Null(SilenceRules.MarkFor(Incident, [Silence, longer, other], Noon.AddHours(3)));
        Assert.Null(SilenceRules.MarkFor(Incident, [], Noon));
    }

    [Fact]
    public void All_matchers_must_match()
    {
        Assert.True(SilenceRules.Matches([new() { Name = "service", Value = "payments" }, new() { Name = "severity", Value = "high" }], Incident));
        Assert.False(SilenceRules.Matches([new() { Name = "service", Value = "payments" }, new() { Name = "severity", Value = "info" }], Incident));
        Assert.False(SilenceRules.Matches([], Incident));
    }

    [Fact]
    public void A_mark_that_comes_and_goes_is_on_the_timeline()
    {
        var mark = SilenceRules.MarkFor(Incident, [Silence], Noon);
        var silenced = SilenceRules.Mark(Incident, mark, null, Noon);
        var said = JsonElement.Parse(Assert.Single(silenced.Events).Payload);
        Assert.Equal(EventTypes.IncidentSilenced, silenced.Events[0].Type);
        Assert.Equal(("sil-1", "2026-03-04T14:00:00Z", false, "new disks"),
            (said.GetProperty("silence_id").GetString(), said.GetProperty("until").GetString(), said.GetProperty("maintenance").GetBoolean(),
                said.GetProperty("comment").GetString()));
        Assert.True(SilenceRules.Mark(silenced.Incident, mark, null, Noon).IsNone);

        var ended = SilenceRules.Mark(silenced.Incident, null, 7, Noon.AddHours(2));
        Assert.Null(ended.Incident.Silenced);
        Assert.Equal(EventTypes.SilenceEnded, Assert.Single(ended.Events).Type);
        Assert.Equal(7, JsonElement.Parse(ended.Events[0].Payload).GetProperty("late_by_seconds").GetInt64());
    }

    public static TheoryData<string, Silence> Wrong => new()
    {
        { "matchers", Silence with { Matchers = [] } },
        { "matchers", Silence with { Matchers = [.. Enumerable.Range(0, 21).Select(i => new Matcher { Name = $"l{i}", Value = "x" })] } },
        { "matchers", Silence with { Matchers = [new() { Name = "a", Value = "" }] } },
        { "matchers",
            Silence with { Matchers = [new() { Name = "a", Value = ".*", IsRegex = true }, new() { Name = "b", Value = "x", IsEqual = false }] } },
        { "matchers",
            Silence with { Matchers = [.. Enumerable.Range(0, 5).Select(i => new Matcher { Name = $"l{i}", Value = new string('x', 1_000) })] } },
        { "matchers.0.name", Silence with { Matchers = [new() { Name = " ", Value = "x" }] } },
        { "matchers.0.value", Silence with { Matchers = [new() { Name = "a", Value = new string('x', 1_025) }] } },
        { "matchers.0.value", Silence with { Matchers = [new() { Name = "a", Value = "(", IsRegex = true }] } },
        { "ends_at", Silence with { EndsAt = null } },
        { "ends_at", Silence with { EndsAt = Noon } },
        { "ends_at", Silence with { StartsAt = Noon.AddHours(-2), EndsAt = Noon.AddHours(-1) } },
        { "ends_at", Silence with { EndsAt = Noon.AddDays(367) } },
        { "author", Silence with { Author = " " } },
        { "comment", Silence with { Comment = new string('x', 2_001) } },
        { "schedule.time_zone", Silence with { Schedule = Weekly with { TimeZone = "Europe/Atlantis" } } },
        { "schedule.from", Silence with { Schedule = Weekly with { FromMinute = 1_440 } } },
        { "schedule.to", Silence with { Schedule = Weekly with { ToMinute = -1 } } },
        { "schedule.ends_on", Silence with { Schedule = Weekly with { StartsOn = new(2026, 2, 1), EndsOn = new(2026, 1, 31) } } },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void What_is_wrong_with_a_silence_is_named(string field, Silence silence) =>
        Assert.Equal(field, Assert.Single(SilenceCheck.Problems(silence, Noon)).Field);

    [Fact]
    public void A_silence_may_start_in_the_past_and_one_with_a_schedule_needs_no_end()
    {
        Assert.Empty(SilenceCheck.Problems(Silence with { StartsAt = Noon.AddDays(-1) }, Noon));
        Assert.Empty(SilenceCheck.Problems(Silence with { EndsAt = null, Schedule = Weekly }, Noon));
    }
}
