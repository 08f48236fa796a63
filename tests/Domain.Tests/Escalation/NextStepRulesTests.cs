using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.OnCall;
using static AiSre.Domain.Tests.Escalation.Rota;

namespace AiSre.Domain.Tests.Escalation;

public sealed class NextStepRulesTests
{
    private static readonly DateTimeOffset Soon = Noon.AddMinutes(3);

    [Fact]
    public void After_the_first_level_the_second_is_paged_at_its_time()
    {
        var next = Of(Incident().Wake(Noon).Incident);
        Assert.Equal((NextStepKind.Page, "eve is paged in", Noon.AddMinutes(15)), (next!.Kind, next.Says, next.At));
        Assert.Equal(["eve"], next.People);
    }

    [Fact]
    public void Who_was_paged_in_this_start_already_is_paged_again()
    {
        var incident = Incident();
        for (var minute = 0; minute <= 30; minute += 15) incident = incident.Wake(Noon.AddMinutes(minute)).Incident;
        Assert.Equal("dave again in", Of(incident, Noon.AddMinutes(31))!.Says);
    }

    [Fact]
    public void What_has_just_begun_pages_now_and_a_warning_is_told_a_little_later()
    {
        Assert.Equal("dave is paged now", Of(Incident(), Noon.AddSeconds(1))!.Says);
        var policy = Payments with { Severities = [], Services = [] };
        var warning = Of(Incident(Severity.Warning), Noon.AddSeconds(1), definitions: Company with { Policies = [policy] });
        Assert.Equal(("dave is told in", Noon.AddSeconds(30)), (warning!.Says, warning.At));
    }

    [Fact]
    public void A_level_without_anybody_is_said_to_have_nobody()
    {
        var incident = Incident().Wake(Noon).Incident;
        var next = Of(incident, duty: Gap);
        Assert.Equal((NextStepKind.PageOfNobody, "nobody to page in", Noon.AddMinutes(15)), (next!.Kind, next.Says, next.At));
    }

    [Fact]
    public void What_reached_nobody_is_known()
    {
        var empty = Company with { People = WorkspaceDefinitions.Empty.People };
        Assert.True(NextStepRules.ReachedNobody(Incident().Wake(Noon, context: Around(Noon, Gap, empty)).Incident));
        Assert.False(NextStepRules.ReachedNobody(Incident().Wake(Noon).Incident));
        Assert.False(NextStepRules.ReachedNobody(Incident()));
    }

    [Fact]
    public void Nobody_is_left_when_every_level_of_every_pass_was_told()
    {
        var incident = Incident();
        for (var minute = 0; minute <= 135; minute += 15) incident = incident.Wake(Noon.AddMinutes(minute)).Incident;
        Assert.Equal((NextStepKind.Nothing, "nobody is left to page"), (Of(incident, Noon.AddMinutes(136))!.Kind, Of(incident)!.Says));
    }

    [Fact]
    public void Nobody_is_paged_where_nobody_wrote_so_and_where_nothing_is_defined()
    {
        Assert.Equal("nobody is paged", Of(Incident(Severity.Info, "cart"))!.Says);
        Assert.Equal("nobody is paged", Of(Incident(), definitions: WorkspaceDefinitions.Empty)!.Says);
        // It began before anything was defined, so nothing will begin.
        Assert.Equal("nobody is paged", Of(Incident(), Noon.AddHours(1))!.Says);
    }

    [Fact]
    public void A_child_is_told_by_its_parent_until_somebody_has_it()
    {
        Assert.Equal(NextStepKind.ToldByParent, NextStepRules.Of(Incident(), isChild: true, Around(Soon))!.Kind);
        Assert.Null(NextStepRules.Of(Incident() with { Phase = IncidentPhase.Acknowledged }, isChild: true, Around(Soon)));
    }

    [Fact]
    public void An_acknowledgement_expires_and_not_before_the_snooze_ends()
    {
        var taken = Incident().Wake(Noon).Incident with { Phase = IncidentPhase.Acknowledged, AcknowledgedAt = Noon, AcknowledgedBy = "dave" };
        Assert.Equal(("ack expires in", Noon.AddMinutes(60)), (Of(taken)!.Says, Of(taken)!.At));
        Assert.Equal(Noon.AddHours(3), Of(taken with { SnoozedUntil = Noon.AddHours(3) })!.At);
        Assert.Null(Of(Incident() with { Phase = IncidentPhase.Acknowledged, AcknowledgedAt = Noon }));
    }

    [Fact]
    public void What_is_kept_quiet_says_until_when()
    {
        var until = Noon.AddHours(1);
        Assert.Equal(
            ("pages at", until, "if it still fires"), Held(Incident() with { Silenced = new("sil-1", until, Maintenance: false, null) }));
        Assert.Equal(("window ends at", until, null), Held(Incident() with { Silenced = new("sil-1", until, Maintenance: true, null) }));
        Assert.Equal(("pages at", until, "if it still fires"), Held(Incident() with { SnoozedUntil = until }));
        Assert.Equal(("back at", until, null), Held(Incident(Severity.Info, "cart") with { SnoozedUntil = until }));
        Assert.Equal("pages when calm", Of(Incident().Wake(Noon).Incident with { Flapping = true })!.Says);
    }

    [Fact]
    public void What_flaps_says_when_it_is_calm_where_that_is_known()
    {
        var flaps = Incident().Wake(Noon).Incident with { Flapping = true };
        var until = Noon.AddMinutes(40);
        NextStep? Next(Incident incident, bool ends) => NextStepRules.Of(incident, isChild: false, Around(Soon), new(until, ends));
        Assert.Equal(("pages at", until, "if nothing changes before", true), Said(Next(flaps, ends: false)!));
        Assert.Equal(("ends at", until, "if nothing changes before", true), Said(Next(flaps, ends: true)!));
        // A silence lasts whether it flaps or not.
        Assert.Equal(Noon.AddHours(2), Next(flaps with { Silenced = new("sil-1", Noon.AddHours(2), Maintenance: false, null) }, ends: false)!.At);
        Assert.Equal("eve is paged in", Next(flaps with { Flapping = false }, ends: false)!.Says);

        static (string, DateTimeOffset?, string?, bool) Said(NextStep next) => (next.Says, next.At, next.Then, next.ByClock);
    }

    [Fact]
    public void Quiet_hours_are_waited_for()
    {
        var quiet = new QuietHours { TimeZone = "UTC", From = "10:00", To = "14:00", Severities = [Severity.Critical] };
        var next = Of(Incident(), Noon.AddSeconds(1), definitions: Company with { Policies = [Payments with { QuietHours = quiet }] });
        Assert.Equal(("dave is paged at", Noon.AddHours(2), "after quiet hours", true), (next!.Says, next.At, next.Then, next.ByClock));
    }

    [Fact]
    public void Nothing_happens_to_what_is_over() => Assert.Null(Of(Incident() with { Phase = IncidentPhase.Resolved }));

    private static NextStep? Of(Incident incident, DateTimeOffset? now = null, WhoIsOnCall? duty = null, WorkspaceDefinitions? definitions = null) =>
        NextStepRules.Of(incident, isChild: false, Around(now ?? Soon, duty, definitions));

    private static (string, DateTimeOffset?, string?) Held(Incident incident) => Of(incident) is { ByClock: true } next
        ? (next.Says, next.At, next.Then)
        : default;
}
