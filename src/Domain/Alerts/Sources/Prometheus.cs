using System.Collections.Immutable;
using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// The array of alerts that Prometheus posts to <c>/api/v2/alerts</c>. It has no status and no fingerprint: the end decides,
/// and the identity is the fingerprint that Prometheus itself computes of the labels.
/// </summary>
public static class Prometheus
{
    /// <summary>Reads one body. An end in the future, or none, means that the alert fires.</summary>
    /// <exception cref="InvalidDeliveryException">The body is not an array of alerts, or holds more than 1000.</exception>
    public static Delivery Parse(JsonElement body, DateTimeOffset now)
    {
        BodyRules.Alerts(body, "body", "an array of alerts (an object with \"alerts\" is source alertmanager)");
        var signals = ImmutableArray.CreateBuilder<AlertSignal>(body.GetArrayLength());
        var rejected = ImmutableArray<RejectedAlert>.Empty;
        var reader = new AlertReader(signals.Capacity, now);
        var index = 0;
        foreach (var alert in body.EnumerateArray())
        {
            var problem = reader.Read(alert) ?? reader.CheckLabelIdentity();
            if (problem is { } found) rejected = rejected.Add(AlertEnvelope.Reject(index, "", found));
            else
            {
                var kind = reader.EndsAt <= now ? SignalKind.Resolved : SignalKind.Firing;
                // The array may come from a program that adds a fingerprint; equal labels must still be one alert.
                var fingerprint = reader.Labels.Fingerprint();
                signals.Add(reader.ToSignal(AlertSource.Prometheus, kind, fingerprint, account: null, groupKey: null, extraWarning: null));
            }
            index++;
        }
        return new Delivery { Signals = signals.DrainToImmutable(), Rejected = rejected };
    }
}
