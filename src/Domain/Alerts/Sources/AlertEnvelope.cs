using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// The message around the alerts that Alertmanager and Grafana send alike. Its own status and title are never read: they describe a list that may be
/// cut.
/// </summary>
internal readonly record struct AlertEnvelope(JsonElement Alerts, string? ExternalUrl, string? GroupKey, string? OrgId, long Truncated)
{
    public static AlertEnvelope Read(JsonElement body)
    {
        JsonElement alerts = default;
        string? externalUrl = null, groupKey = null, orgId = null;
        var truncated = 0L;
        foreach (var property in body.EnumerateObject())
        {
            var value = property.Value;
            switch (JsonText.NameBytes(property))
            {
                case var n when n.SequenceEqual("alerts"u8): alerts = value; break;
                case var n when n.SequenceEqual("externalURL"u8): externalUrl = SignalLimits.Identity(JsonText.Text(value)?.TrimEnd('/')); break;
                case var n when n.SequenceEqual("groupKey"u8): groupKey = Group(JsonText.Scalar(value)); break;
                case var n when n.SequenceEqual("orgId"u8): orgId = SignalLimits.Identity(JsonText.Scalar(value)); break;
                case var n when n.SequenceEqual("truncatedAlerts"u8): truncated = Count(value); break;
                default: break;
            }
        }
        return new AlertEnvelope(BodyRules.Alerts(alerts, "alerts", "an array of alerts"), externalUrl, groupKey, orgId, truncated);
    }

    /// <summary>One signal for each usable alert, by the alert's own status.</summary>
    /// <param name="source">Whose body this is.</param>
    /// <param name="account">The installation, for an alert's own organisation where it has one.</param>
    /// <param name="title">A better title than the annotations give, or null.</param>
    /// <param name="now">Decides an alert without a status by its end.</param>
    public Delivery ToDelivery(string source, Func<AlertEnvelope, AlertReader, string?> account, Func<AlertReader, string?> title, DateTimeOffset now)
    {
        var signals = new AlertSignal[Alerts.GetArrayLength()];
        var rejected = ImmutableArray<RejectedAlert>.Empty;
        var warning = Truncated > 0
            ? $"The sender left {Truncated.ToString(CultureInfo.InvariantCulture)} more alerts of this group out of the message; their state is " +
            $"not known."
            : null;
        var reader = new AlertReader(signals.Length, now);
        int index = 0, kept = 0;
        foreach (var alert in Alerts.EnumerateArray())
        {
            var problem = reader.Read(alert);
            if (problem is null && reader.Fingerprint is null) problem = reader.CheckLabelIdentity();
            var kind = SignalKind.Firing;
            if (problem is null && !TryKind(reader, now, out kind))
            {
                problem = ("status",
                    $"status is \"{SignalLimits.Cut(SignalLimits.Short(reader.Status) ?? "", 64)}\"; it must be firing or resolved.");
            }
            if (problem is { } found) rejected = rejected.Add(Reject(index, "alerts", found));
            else signals[kept++] = reader.ToSignal(
                source, kind, reader.Fingerprint ?? reader.Labels.Fingerprint(), account(this, reader), GroupKey, warning, title(reader));
            index++;
        }
        return new Delivery { Signals = kept == signals.Length ? ImmutableCollectionsMarshal.AsImmutableArray(signals) : [.. signals.AsSpan(0, kept)],
            Rejected = rejected };
    }

    public static RejectedAlert Reject(int index, string list, (string Field, string Problem) found)
    {
        var item = $"{list}[{index.ToString(CultureInfo.InvariantCulture)}]";
        return new RejectedAlert(index, found.Field.Length == 0 ? item : $"{item}.{found.Field}", found.Problem);
    }

    private static bool TryKind(AlertReader alert, DateTimeOffset now, out SignalKind kind)
    {
        var status = alert.Status.AsSpan().Trim();
        kind = SignalKind.Firing;
        if (status.Equals("firing", StringComparison.OrdinalIgnoreCase)) return true;
        if (status.IsEmpty)
        {
            if (alert.EndsAt <= now) kind = SignalKind.Resolved;
            return true;
        }
        kind = SignalKind.Resolved;
        return status.Equals("resolved", StringComparison.OrdinalIgnoreCase);
    }

    // A key whose labels are empty is shared by everything under that route, so it groups nothing that belongs together.
    private static string? Group(string? key) =>
        key is null || key.AsSpan().Trim().EndsWith(":{}") ? null : SignalLimits.Identity(key);

    private static long Count(JsonElement value) =>
        long.TryParse(JsonText.Scalar(value), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
}
