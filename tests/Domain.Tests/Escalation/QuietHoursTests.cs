using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using static AiSre.Domain.Tests.Escalation.Rota;

namespace AiSre.Domain.Tests.Escalation;

public sealed class QuietHoursTests
{
    private static readonly QuietHours Night = new() { TimeZone = "Europe/Berlin", From = "22:00", To = "07:00" };

    [Theory]
    [InlineData("2026-01-10T20:59:59Z", null)]
    [InlineData("2026-01-10T21:00:00Z", "2026-01-11T06:00:00Z")]
    [InlineData("2026-01-11T05:59:59Z", "2026-01-11T06:00:00Z")]
    [InlineData("2026-01-11T06:00:00Z", null)]
    // The night in which clocks go forward, and the one in which they go back: 07:00 is 07:00.
    [InlineData("2026-03-28T22:00:00Z", "2026-03-29T05:00:00Z")]
    [InlineData("2026-10-24T22:00:00Z", "2026-10-25T06:00:00Z")]
    public void They_end_by_the_calendar_of_their_zone(string at, string? end) =>
        Assert.Equal(end is null ? null : DateTimeOffset.Parse(end, null), QuietHoursRules.EndAt(Night, DateTimeOffset.Parse(at, null)));

    [Theory]
    [InlineData("2026-01-09T21:30:00Z", "2026-01-10T06:00:00Z")]
    [InlineData("2026-01-10T03:00:00Z", "2026-01-10T06:00:00Z")]
    [InlineData("2026-01-10T21:30:00Z", null)]
    public void A_window_over_midnight_belongs_to_the_day_on_which_it_starts(string at, string? end) =>
        Assert.Equal(
            end is null ? null : DateTimeOffset.Parse(end, null), QuietHoursRules.EndAt(Night with { Days = [5] }, DateTimeOffset.Parse(at, null)));

    [Fact]
    public void Days_that_are_quiet_as_a_whole_follow_one_another() =>
        Assert.Equal(
            new DateTimeOffset(2026, 1, 12, 0, 0, 0, TimeSpan.Zero),
            QuietHoursRules.EndAt(new() { TimeZone = "UTC", From = "00:00", To = "00:00", Days = [6, 7] }, new(2026, 1, 10, 5, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void What_is_quiet_always_is_put_off_for_eight_days_and_not_for_ever() =>
        Assert.Equal(
            new DateTimeOffset(2026, 1, 18, 0, 0, 0, TimeSpan.Zero),
            QuietHoursRules.EndAt(new() { TimeZone = "UTC", From = "00:00", To = "00:00" }, new(2026, 1, 10, 5, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void Steps_inside_wait_for_the_end_and_are_told_as_one_and_in_time()
    {
        var evening = new DateTimeOffset(2026, 1, 10, 20, 50, 0, TimeSpan.Zero);
        var (incident, first) = With(Night).Wake(evening);
        Assert.Equal(["pagerduty/default", "slack/U1", "slack/default"], first.Where().Order(StringComparer.Ordinal));
        var morning = new DateTimeOffset(2026, 1, 11, 6, 0, 0, TimeSpan.Zero);
        Assert.Contains(new(IncidentWake.Escalation, morning), first.Wakes);
        Assert.Contains(first.Change.Events, e => e.Type == EventTypes.EscalationHeld && e.Payload.Contains("quiet_hours", StringComparison.Ordinal));
        var (after, told) = incident.Wake(morning);
        Assert.Equal(["0.1 sent", "0.2 collapsed_into:0.3", "0.3 sent"], after.Outcomes().Order(StringComparer.Ordinal));
        Assert.All(told.Messages, message => Assert.Null(message.Content.LateBySeconds));
    }

    [Fact]
    public void Steps_inside_are_dropped_where_that_is_wanted()
    {
        var (incident, reaction) = With(Night with { Drop = true }).Wake(new DateTimeOffset(2026, 1, 10, 21, 30, 0, TimeSpan.Zero));
        Assert.Equal(["0.1 suppressed"], incident.Outcomes());
        Assert.DoesNotContain(reaction.Messages, message => message.IsPage);
    }

    [Fact]
    public void What_is_critical_does_not_wait()
    {
        var night = new DateTimeOffset(2026, 1, 10, 23, 0, 0, TimeSpan.Zero);
        var state = EscalationRules.Start(Payments with { QuietHours = Night }, night);
        var (incident, _) = (Incident() with { Escalation = state }).Wake(night);
        Assert.Equal(["0.1 sent"], incident.Outcomes());
    }

    /// <summary>A warning whose policy is quiet at night, as it stands a moment before its first step.</summary>
    private static Incident With(QuietHours quiet)
    {
        var policy = Payments with { Severities = [], QuietHours = quiet, Repeat = 0 };
        var at = quiet.Drop ? new DateTimeOffset(2026, 1, 10, 21, 30, 0, TimeSpan.Zero) : new DateTimeOffset(2026, 1, 10, 20, 50, 0, TimeSpan.Zero);
        return Incident(Severity.Warning) with { CreatedAt = at.AddMinutes(-1), Escalation = EscalationRules.Start(policy, at) };
    }
}
