using System.Text;
using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;

namespace AiSre.Domain.Tests.Alerts.Sources;

/// <summary>Reading of JSON texts in tests, at one fixed time.</summary>
internal static class Bodies
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static Delivery Parse(string source, string json, DateTimeOffset? now = null)
    {
        using var document = JsonDocument.Parse(json);
        return Normalizer.Parse(source, document.RootElement, now ?? Now);
    }

    public static AlertSignal One(string source, string json) => Assert.Single(Parse(source, json).Signals);

    public static InvalidDeliveryException Refused(string source, string json) => Assert.Throws<InvalidDeliveryException>(() => Parse(source, json));

    public static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    public static string Url(this AlertSignal signal, string name) => Assert.Single(signal.Links, link => link.Name == name).Url;

    /// <summary>An Alertmanager message around these alerts.</summary>
    public static string Envelope(string alerts, string more = "") =>
        $$$"""{"version":"4","groupKey":"{}:{alertname=\"Down\"}","receiver":"r","externalURL":"http://am.test:9093/"{{{more}}},"alerts":[{{{alerts}}}]}""";

    /// <summary>One alert with these labels, given as <c>name=value</c>.</summary>
    public static string Labelled(params string[] labels)
    {
        var text = new StringBuilder("{\"status\":\"firing\",\"labels\":{");
        text.AppendJoin(
            ',', labels.Select(label => label.Split('=', 2))
            .Select(part => $"{JsonSerializer.Serialize(part[0])}:{JsonSerializer.Serialize(part[1])}"));
        return text.Append("}}").ToString();
    }

    public static AlertSubject SubjectOf(params string[] labels) => One(AlertSource.Alertmanager, Envelope(Labelled(labels))).Subject;
}
