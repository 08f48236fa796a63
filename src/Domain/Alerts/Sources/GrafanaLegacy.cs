using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>The body of Grafana's alerting before version 9: one rule with its state, no list of alerts.</summary>
internal static class GrafanaLegacy
{
    /// <summary>Null when this is no legacy body.</summary>
    public static Delivery? TryParse(JsonElement body)
    {
        var fields = JsonFields.Of(body);
        if (fields.Has("alerts") || !(fields.Has("ruleId") || fields.Has("ruleName") || fields.Has("ruleUrl") || fields.Has("evalMatches")))
            return null;

        var warnings = new WarningList();
        var state = fields.Text("state");
        var ruleUrl = fields.Text("ruleUrl");
        var title = SignalLimits.Title(fields.Text("ruleName") ?? WithoutPrefix(fields.Text("title")), ref warnings);
        var identity = SignalLimits.Identity(fields.Scalar("ruleId"));
        if (title.Length == 0 && identity is null) throw BodyRules.Missing("ruleName", "text, or ruleId a number");

        var labels = Labels(fields);
        var subject = KubernetesSubject.Of(labels.Sorted());
        var kept = labels.ToImmutable(ref warnings);
        var links = new LinkList();
        links.Add("source", ruleUrl);
        links.Add("image", fields.Text("imageUrl"));
        return new Delivery
        {
            Signals = [new AlertSignal
            {
                Source = AlertSource.Grafana,
                ReportedSource = AlertSource.Grafana,
                Kind = Kind(state),
                Identity = identity,
                Fingerprint = identity,
                Account = GrafanaAccount.Of(Origin(ruleUrl), SignalLimits.Identity(fields.Scalar("orgId"))),
                Title = title.Length > 0 ? title : $"Grafana rule {SignalLimits.Cut(identity!, 64)}",
                Description = SignalLimits.Description(fields.Text("message"), ref warnings),
                Severity = LabelSeverity.Of(kept.AsSpan()),
                Subject = subject,
                Labels = kept,
                Links = links.ToImmutable(),
                EventType = SignalLimits.Short(state),
                Warnings = warnings.ToImmutable(),
            }],
        };
    }

    private static SignalKind Kind(string? state) => state?.ToUpperInvariant() switch
    {
        "OK" => SignalKind.Resolved,
        // Not yet an alert, or switched off by a person; neither says that the problem ended.
        "PENDING" or "PAUSED" => SignalKind.Ignored,
        _ => SignalKind.Firing,
    };

    // The rule's own tags say more than those of the first series, which change from one delivery to the next.
    private static LabelBuilder Labels(JsonFields fields)
    {
        var labels = new LabelBuilder();
        if (fields["evalMatches"] is { ValueKind: JsonValueKind.Array } matches && matches.GetArrayLength() > 0)
            Add(labels, JsonFields.Of(matches[0]).Object("tags"));
        Add(labels, fields.Object("tags"));
        return labels;
    }

    private static void Add(LabelBuilder labels, JsonFields tags)
    {
        foreach (var (name, element) in tags.All)
        {
            if (JsonText.Scalar(element) is { } value) labels.Add(name, value);
        }
    }

    private static string? WithoutPrefix(string? title) =>
        title is not null && title.StartsWith('[') && title.IndexOf(']') is > 0 and < 24 and var end
            && title[(end + 1)..].Trim() is { Length: > 0 } rest ? rest : title;

    private static string? Origin(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address.GetLeftPart(UriPartial.Authority)
            : null;
}
