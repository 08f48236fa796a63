using System.Text;
using AiSre.Domain.Alerts;
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
        Assert.Equal(("inc-1", "High CPU", Severity.High), (IncidentDocument.Read(Newer) is var incident ? incident.Id : "", incident.Title, incident.Severity));

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
}
