using System.Globalization;
using System.Text;
using AiSre.Console.Requests;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Reports;
using AiSre.Grains.Incidents;

namespace AiSre.Console.Incidents;

/// <summary>Incidents as CSV (RFC 4180), written slice by slice, so that length is no matter.</summary>
internal static class IncidentCsv
{
    private const int Slice = 200;

    private const string Head = "id,title,severity,state,service,namespace,cluster,node,pod,source,owner,created_at,acknowledged_at,acknowledged_by,"
        + "resolved_at,resolved_by,repeats,last_seen,part_of\r\n";

    public static async Task WriteAsync(Stream output, BoardFilter filter, IIncidentBoard board, IConsoleDoor door)
    {
        var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await using (writer)
        {
            await writer.WriteAsync(Head);
            IncidentCursor? next = null;
            do
            {
                door.BeginCalls();
                var slice = await board.SliceAsync(filter, next, Slice);
                foreach (var (incident, facts) in slice.Items) await writer.WriteAsync(Line(incident, facts));
                await writer.FlushAsync();
                next = slice.Next;
            }
            while (next is not null);
        }
    }

    private static string Line(Incident incident, IncidentFacts facts) => string.Join(',', new[]
    {
        incident.Id, incident.Title, incident.Severity.Name(), incident.Phase.Name(), ServiceScope.Of(incident.Subject), incident.Subject.Namespace,
        incident.Subject.Cluster, incident.Subject.Node, incident.Subject.Pod, incident.Source, StandingRules.OwnerOf(incident),
        Instant(incident.CreatedAt), Instant(incident.AcknowledgedAt), incident.AcknowledgedBy, Instant(incident.ResolvedAt), incident.ResolvedBy,
        facts.Occurrences.ToString(CultureInfo.InvariantCulture), Instant(facts.LastSeen), facts.ParentId,
    }.Select(CsvText.Cell)) + "\r\n";

    private static string? Instant(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
