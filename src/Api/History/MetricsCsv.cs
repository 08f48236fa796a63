using System.Globalization;
using System.Text;
using AiSre.Domain.Reports;

namespace AiSre.Api.History;

/// <summary>The export as a table: a line for everything, then one for each service.</summary>
internal static class MetricsCsv
{
    private const string Header = "service,incidents,children,critical,pages,actions,mtta_minutes,mttr_minutes,mttr_p95_minutes\r\n";

    public static string Of(MetricsExport export)
    {
        var text = new StringBuilder(Header);
        var (all, critical) = (export.Incidents, export.Incidents.BySeverity["critical"]);
        Append(text, new(
            "(all)", all.Total, all.Children, critical, all.Pages, export.Actions.Executed, export.MttaMinutes, export.MttrMinutes, export.Mttr.P95));
        foreach (var service in export.ByService) Append(text, service);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ExportedService service) => text.AppendJoin(
        ',', CsvText.Cell(service.Service), service.Incidents, service.Children, service.Critical, service.Pages, service.Actions,
        Number(service.MttaMinutes), Number(service.MttrMinutes), Number(service.SlowMinutes)).Append("\r\n");

    private static string Number(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
