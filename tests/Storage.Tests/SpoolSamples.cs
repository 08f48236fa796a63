using AiSre.Domain.Alerts;
using AiSre.Grains.Alerts;

namespace AiSre.Storage.Tests;

internal static class SpoolSamples
{
    /// <summary>With everything that a delivery can hold.</summary>
    public static SpooledDelivery Delivery(string payload, string workspace = "ws-1") => new()
    {
        Id = $"spl-{payload}",
        Workspace = workspace,
        WorkspaceName = "One",
        Source = AlertSource.Webhook,
        Payload = payload,
        Error = "away",
        At = Samples.Noon,
        DeliveryId = "d-1",
        Signals =
        [
            new AlertSignal
            {
                Source = AlertSource.Webhook,
                ReportedSource = "checker",
                Kind = SignalKind.Firing,
                Identity = "a",
                Title = "High CPU",
                Severity = Severity.Critical,
                StartsAt = Samples.Noon,
                Subject = new AlertSubject { Service = "payments", Namespace = "prod" },
                Labels = [new AlertLabel("team", "db")],
                Links = [new AlertLink("runbook", "https://example.com/r")],
                Warnings = ["The title was cut."],
                Spooled = new SpooledAlert("spl-1.0", Samples.Noon, "4711"),
            },
        ],
    };
}
