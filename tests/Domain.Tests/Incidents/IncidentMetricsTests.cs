using AiSre.Domain.Incidents;

namespace AiSre.Domain.Tests.Incidents;

public class IncidentMetricsTests
{
    private static readonly DateTimeOffset Noon = new(2025, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_has_not_happened_is_null() =>
        Assert.Equal(new IncidentMetrics(null, null, 0), IncidentMetrics.Of(Noon, null, null, null, null, 0));

    [Theory]
    [InlineData(300, null, null, 5)]
    [InlineData(300, 120, null, 2)]
    [InlineData(300, 120, 60, 1)]
    [InlineData(null, null, 63, 1.1)]
    [InlineData(null, 62, null, 1)]
    [InlineData(null, 0, null, 0)]
    [InlineData(-5, null, null, 0)]
    public void The_first_thing_a_person_does_is_the_response(int? acknowledged, int? noted, int? acted, double expected) =>
        Assert.Equal(expected, IncidentMetrics.Of(Noon, At(acknowledged), At(noted), At(acted), null, 1).TimeToFirstResponseMinutes);

    [Fact]
    public void The_first_action_has_a_time_of_its_own_and_is_no_response()
    {
        var metrics = IncidentMetrics.Of(Noon, null, null, null, null, 2, At(90));
        Assert.Equal((null, 1.5, 2), (metrics.TimeToFirstResponseMinutes, metrics.TimeToFirstActionMinutes, metrics.ActionsTaken));
    }

    [Theory]
    [InlineData(90, 1.5)]
    [InlineData(3, 0.1)]
    [InlineData(2.9, 0)]
    [InlineData(-60, 0)]
    public void Durations_are_minutes_with_one_decimal_and_never_negative(double seconds, double expected) =>
        Assert.Equal(expected, IncidentMetrics.Of(Noon, null, null, null, Noon.AddSeconds(seconds), 2).ResolutionTimeMinutes);

    private static DateTimeOffset? At(int? seconds) => seconds is null ? null : Noon.AddSeconds(seconds.Value);
}
