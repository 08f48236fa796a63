using AiSre.Domain.Alerts;
using static AiSre.Domain.Tests.Alerts.Signals;

namespace AiSre.Domain.Tests.Alerts;

public class RepeatRulesTests
{
    private static readonly AlertSignal Signal = Firing("Disk is full");
    private static readonly KnownAlert Known =
        new(Firing: true, ResolveHeld: false, Severity.High, Signal.Subject, Described: false, LastEventAt: null);

    [Fact]
    public void A_signal_that_says_what_is_known_is_a_plain_repeat() => Assert.True(RepeatRules.IsPlain(Signal, Known));

    [Fact]
    public void What_is_over_or_held_open_does_not_merely_repeat()
    {
        Assert.False(RepeatRules.IsPlain(Signal, Known with { Firing = false }));
        Assert.False(RepeatRules.IsPlain(Signal, Known with { ResolveHeld = true }));
    }

    [Theory]
    [InlineData(Severity.Critical, false)]
    [InlineData(Severity.High, true)]
    [InlineData(Severity.Info, true)]
    [InlineData(null, true)]
    public void Only_a_higher_severity_is_more_than_a_repeat(Severity? said, bool plain) =>
        Assert.Equal(plain, RepeatRules.IsPlain(Signal with { Severity = said }, Known));

    [Fact]
    public void A_description_is_news_to_an_incident_that_has_none()
    {
        var described = Signal with { Description = "why" };
        Assert.False(RepeatRules.IsPlain(described, Known));
        Assert.True(RepeatRules.IsPlain(described, Known with { Described = true }));
    }

    public static TheoryData<string, AlertSubject> Parts => new()
    {
        { nameof(AlertSubject.Service), new() { Service = "x" } },
        { nameof(AlertSubject.Pod), new() { Pod = "x" } },
        { nameof(AlertSubject.Namespace), new() { Namespace = "x" } },
        { nameof(AlertSubject.Deployment), new() { Deployment = "x" } },
        { nameof(AlertSubject.Node), new() { Node = "x" } },
        { nameof(AlertSubject.Cluster), new() { Cluster = "x" } },
        { nameof(AlertSubject.Container), new() { Container = "x" } },
    };

    [Theory, MemberData(nameof(Parts))]
    public void A_part_of_the_subject_is_news_where_none_is_known_and_not_where_another_is(string part, AlertSubject said)
    {
        var signal = Signal with { Subject = said };
        Assert.False(RepeatRules.IsPlain(signal, Known with { Subject = AlertSubject.None }), part);
        Assert.True(RepeatRules.IsPlain(signal, Known with { Subject = said }), part);
        Assert.True(RepeatRules.IsPlain(Signal with { Subject = AlertSubject.None }, Known with { Subject = said }), part);
    }

    [Fact]
    public void While_nobody_knows_the_subject_the_incident_is_asked() => Assert.False(RepeatRules.IsPlain(Signal, Known with { Subject = null }));

    [Theory]
    [InlineData(AlertSource.PagerDuty, -1, true)]
    [InlineData(AlertSource.PagerDuty, 0, false)]
    [InlineData(AlertSource.PagerDuty, 1, false)]
    [InlineData(AlertSource.PagerDuty, null, false)]
    [InlineData(AlertSource.Alertmanager, -1, false)]
    public void An_event_of_PagerDuty_that_is_older_than_the_latest_has_been_overtaken(string source, int? secondsAfterLatest, bool overtaken)
    {
        var latest = Noon.ToUnixTimeMilliseconds();
        DateTimeOffset? at = secondsAfterLatest is { } seconds ? Noon.AddSeconds(seconds) : null;
        var signal = Signal with { Source = source, OccurredAt = at };
        Assert.Equal(overtaken, SenderClockRules.IsOvertaken(signal, latest));
        Assert.Equal(!overtaken, RepeatRules.IsPlain(signal, Known with { LastEventAt = latest }));
        Assert.False(SenderClockRules.IsOvertaken(signal, null));
    }
}
