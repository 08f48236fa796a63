using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Domain.Tests.Escalation;

namespace AiSre.Domain.Tests.Notifications;

public sealed class UnroutedRulesTests
{
    private static readonly Incident Open = Rota.Incident(Severity.Warning);
    private static readonly Incident Over = Open with { Phase = IncidentPhase.Resolved };
    private static readonly Incident Silenced = Open with { Silenced = new("silence-1", Open.CreatedAt.AddHours(1), false, null) };
    private static readonly Incident Flapping = Open with { Flapping = true };

    [Fact]
    public void Ends_beginnings_and_what_is_worse_are_told()
    {
        Assert.Equal(NotificationKind.Resolved, UnroutedRules.KindOf(Open, Over));
        Assert.Equal(NotificationKind.Reopened, UnroutedRules.KindOf(Over, Open));
        Assert.Equal(NotificationKind.SeverityRaised, UnroutedRules.KindOf(Open, Open with { Severity = Severity.Critical }));
    }

    [Fact]
    public void What_people_do_to_it_is_not_told()
    {
        Assert.Null(UnroutedRules.KindOf(Open, Open with { Phase = IncidentPhase.Acknowledged }));
        Assert.Null(UnroutedRules.KindOf(Open with { Phase = IncidentPhase.Acknowledged }, Open));
        Assert.Null(UnroutedRules.KindOf(Open, Open with { Severity = Severity.Info }));
    }

    [Fact]
    public void What_is_silenced_or_flaps_is_told_when_that_ends()
    {
        Assert.Null(UnroutedRules.KindOf(Over, Silenced));
        Assert.Equal(NotificationKind.Opened, UnroutedRules.KindOf(Silenced, Open));
        Assert.Null(UnroutedRules.KindOf(Over, Flapping));
        Assert.Null(UnroutedRules.KindOf(Flapping, Over with { Flapping = true }));
        Assert.Equal(NotificationKind.Reopened, UnroutedRules.KindOf(Flapping, Open));
    }
}
