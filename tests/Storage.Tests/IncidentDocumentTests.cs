using System.Text;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.Incidents;

namespace AiSre.Storage.Tests;

/// <summary>Two versions on one database, as during a rolling upgrade.</summary>
public sealed class IncidentDocumentTests
{
    private const string Newer = """
        {"id":"inc-1","workspace":"ws","title":"High CPU","severity":"high","source":"webhook","created_at":"2026-03-01T12:00:00+00:00","region":"eu-1","owners":[{"name":"dave"}]}
        """;

    [Fact]
    public void A_document_with_fields_of_a_later_version_is_read() =>
        Assert.Equal(("inc-1", "High CPU", Severity.High),
            (IncidentDocument.Read(Newer) is var incident ? incident.Id : "", incident.Title, incident.Severity));

    /// <summary>Why docs/operations.md tells to upgrade all silos before anything relies on a new field.</summary>
    [Fact]
    public void What_an_earlier_version_writes_has_only_the_fields_that_it_knows()
    {
        var written = Encoding.UTF8.GetString(IncidentDocument.Write(IncidentDocument.Read(Newer) with { Phase = IncidentPhase.Acknowledged }));
        Assert.DoesNotContain("region", written, StringComparison.Ordinal);
        Assert.Equal(IncidentPhase.Acknowledged, IncidentDocument.Read(written).Phase);
    }

    [Fact]
    public void A_document_without_a_field_has_its_default()
    {
        var incident = IncidentDocument.Read(Newer);
        Assert.Equal((0, false, 0), (incident.ReopenCount, incident.Flapping, incident.Alerts.Length));
    }

    [Fact]
    public void Who_is_told_and_was_told_is_part_of_the_document()
    {
        var at = Samples.Noon;
        var incident = Samples.Incident("inc-1") with
        {
            Escalation = new EscalationState
            {
                Policy = new EscalationPolicy
                {
                    Name = "payments", Services = ["payments"], Severities = [Severity.Critical], Repeat = 2, AckTimeoutMinutes = 30,
                    Levels = [new EscalationLevel { AfterMinutes = 0, Targets = ["schedule:payments"] },
                        new EscalationLevel { AfterMinutes = 15, Targets = ["role:admin"], Channels = ["email"] }],
                    QuietHours = new QuietHours { TimeZone = "Europe/Berlin", From = "22:00", To = "07:00", Days = [1, 7], Drop = true },
                },
                StartedAt = at, Status = EscalationStatus.Acknowledged, FirstCycle = 1,
                Fired = [new FiredStep(0, 1, at, at.AddSeconds(1), "sent"),
                    new FiredStep(0, 2, at.AddMinutes(15), at.AddMinutes(16), "collapsed_into:1.1")],
            },
            Notifications = new NotificationState { Told = [new ToldAddress("slack", "#ops", at, at, 3)] },
            Silenced = new SilenceMark("sil-1", at.AddHours(1), Maintenance: true, "disk swap"),
        };
        var document = Encoding.UTF8.GetString(IncidentDocument.Write(incident));
        Assert.Equivalent(incident, IncidentDocument.Read(document), strict: true);
        Assert.Contains(@"""status"":""Acknowledged""", document, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_from_before_anybody_was_told_has_no_escalation()
    {
        var incident = IncidentDocument.Read(Newer);
        Assert.Equal((null, null, null), (incident.Escalation, incident.Notifications, incident.Silenced));
    }

    [Fact]
    public void A_policy_in_a_document_that_lacks_its_later_fields_has_their_defaults()
    {
        const string Older = """
            {"id":"inc-1","workspace":"ws","title":"t","severity":"high","source":"webhook","created_at":"2026-03-01T12:00:00+00:00",
             "escalation":{"policy":{"name":"p","levels":[{"after_minutes":5,"targets":["user:dave"]}],"quiet_hours":{"time_zone":"UTC","from":"22:00","to":"07:00"}},"started_at":"2026-03-01T12:00:00+00:00"}}
            """;
        var escalation = IncidentDocument.Read(Older).Escalation!;
        Assert.Equal((45, 0, EscalationStatus.Active), (escalation.Policy.CycleMinutes, escalation.Policy.Repeat, escalation.Status));
        Assert.Equal((0, 0), (escalation.Fired.Length, escalation.Policy.Levels[0].Channels.Length));
        Assert.Equal([Severity.Warning, Severity.Info], escalation.Policy.QuietHours!.Severities);
    }
}
