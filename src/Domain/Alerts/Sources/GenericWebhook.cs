using System.Text.Json;
using AiSre.Domain.Alerts.Vocabulary;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// The platform's own body (title, description, severity, source, namespace, pod, deployment, service) with optional identity, state,
/// labels, links and times, in the spellings that other products' plain webhooks use; and any other object that holds a text, because whatever is
/// sent here is an alert to its sender.
/// </summary>
public static class GenericWebhook
{
    // With one of these it is the body that docs/sources.md describes.
    private static readonly string[] OwnTitles = ["title", "summary", "alert_title", "alertname"];

    /// <summary>Reads one body.</summary>
    /// <exception cref="InvalidDeliveryException">The body is no object, or holds no text at all.</exception>
    public static Delivery Parse(JsonElement body, DateTimeOffset now)
    {
        BodyRules.Object(body, "body", "an object with a title");
        var fields = new GenericBody(body);
        var warnings = new WarningList();
        var chosen = SignalLimits.Identity(Identity(fields, IdentityFields.Explicit));
        var identity = chosen ?? SignalLimits.Identity(Identity(fields, IdentityFields.Usual));
        var said = GenericTitle.Read(fields, body);
        if (said is null && identity is null) throw BodyRules.Missing("title", "text, or the body must hold a text elsewhere");

        var head = TitlePrefix.Read(said ?? "");
        var title = SignalLimits.Title(head.Text, ref warnings);
        var tags = Tags(fields);
        var annotations = Annotations(fields);
        var severity = Severity(fields, tags, annotations, ref warnings);
        var state = GenericState.Read(fields, now);
        var kind = Kind(state, head, severity, identity);
        if (state.IsUnknown) warnings.Add($"The state \"{SignalLimits.Cut(SignalLimits.Short(state.Word)!, 64)}\" is not known; it ends nothing.");
        var links = Links(fields);
        var text = annotations.Below(Description(fields, said), ref links);
        links.AddFrom("link", text);
        return new Delivery
        {
            Signals = [new AlertSignal
            {
                Source = AlertSource.Webhook,
                ReportedSource = SignalLimits.ReportedSource(fields.Top.Text("source"), AlertSource.Webhook),
                Kind = kind,
                Identity = identity,
                // An id may be one of the notification; a key is chosen so that the alert is known by it.
                IdentityIsSure = chosen is not null,
                Fingerprint = identity,
                Title = title.Length > 0 ? title : $"Alert {SignalLimits.Cut(identity!, 64)}",
                Description = SignalLimits.Description(text, ref warnings),
                // "OK" beside a state that begins says only that the sender fills it in by rote.
                Severity = SeverityMap.MeansOver(severity) && state.Kind is SignalKind.Firing ? null : SeverityMap.Parse(severity) ?? head.Severity,
                StartsAt = SignalTime.Begin(
                    fields.Time("starts_at", "started_at", "start_time", "triggered_at", "fired_at", "opened_at", "created_at", "timestamp"), now,
                        ref warnings),
                OccurredAt = kind is SignalKind.Resolved
                    ? fields.Time("ends_at", "resolved_at", "ended_at", "end_time", "closed_at", "recovered_at", "cleared_at", "timestamp")
                    : fields.Time("timestamp", "occurred_at"),
                Subject = GenericPlace.Read(fields, tags, ref warnings),
                Labels = Labels(fields, tags).ToImmutable(ref warnings),
                Links = links.ToImmutable(),
                Actor = SignalLimits.Short(fields.Text("actor")),
                Note = kind is SignalKind.Note ? $"The sender says: {SignalLimits.Short(state.Word)}." : null,
                EventType = SignalLimits.Short(state.Word),
                UnknownState = state.IsUnknown ? SignalLimits.Short(state.Word) : null,
                Unrecognised = fields.Top.Text(OwnTitles) is null && fields.Top.Scalar(IdentityFields.Explicit) is null,
                Warnings = warnings.ToImmutable(),
            }],
        };
    }

    private static string? Identity(GenericBody fields, string[] names)
    {
        foreach (var name in names)
        {
            if (fields.Scalar(name) is { } id && !Placeholder.Is(id)) return id;
        }
        return null;
    }

    private static SignalKind Kind(GenericState state, TitlePrefix head, string? severity, string? identity)
    {
        var kind = state.Kind ?? head.Kind ?? (SeverityMap.MeansOver(severity) && identity is not null ? SignalKind.Resolved : SignalKind.Firing);
        return kind switch
        {
            // Without an identity these could belong to any alert, and the text is all there is: it counts as an alert.
            SignalKind.Acknowledged or SignalKind.Unacknowledged or SignalKind.Note when identity is null => SignalKind.Firing,
            // Somebody who says how bad it is tells of a problem, whatever its state is called.
            SignalKind.Note when SeverityMap.Parse(severity) is not null => SignalKind.Firing,
            _ => kind,
        };
    }

    /// <summary>The word that says it, in the order of <see cref="SeverityFields"/>.</summary>
    private static string? Severity(GenericBody fields, TagList tags, Annotations annotations, ref WarningList warnings)
    {
        string? unknown = null;
        foreach (var name in SeverityFields.All)
        {
            if (fields.Scalar(name) is not { } word || Placeholder.Is(word)) continue;
            if (SeverityMap.Parse(word) is not null) return word;
            unknown ??= word;
        }
        foreach (var name in SeverityFields.Labels)
        {
            if (tags.First(name) is { } word && SeverityMap.Parse(word) is not null) return word;
        }
        if (annotations.Find("severity") is { } annotated && SeverityMap.Parse(annotated) is not null) return annotated;
        if (unknown is not null)
            warnings.Add("severity is not a word that is known (critical, high, warning, info and the vendors' words); the default counts.");
        return null;
    }

    private static string? Description(GenericBody fields, string? title)
    {
        foreach (var name in (ReadOnlySpan<string>)["description", "message", "details", "text", "body", "output", "msg", "reason", "error",
            "error_message", "summary"])
        {
            if (fields.Text(name) is { } text && text != title && !Placeholder.Is(text)) return text;
        }
        return null;
    }

    private static TagList Tags(GenericBody fields)
    {
        var tags = new TagList();
        tags.AddJson(fields["labels"]);
        tags.AddJson(fields["tags"]);
        foreach (var name in AlertPlace.Fields)
        {
            if (fields.Scalar(name) is { } value && tags.First(name) is null) tags.Add(name, value);
        }
        return tags;
    }

    private static Annotations Annotations(GenericBody fields)
    {
        var annotations = new Annotations();
        foreach (var (name, value) in JsonFields.Of(fields["annotations"]).All)
        {
            if (JsonFields.First(value) is { } text) annotations.Add(name, text);
        }
        return annotations;
    }

    /// <summary>Tags, and fields that say where: by them two alerts of one title differ.</summary>
    private static LabelBuilder Labels(GenericBody fields, TagList tags)
    {
        if (fields.Text(AlertNames.Fields) is { } alert && tags.First("alertname") is null) tags.Add("alertname", alert);
        foreach (var name in GenericPlace.Placing)
        {
            if (fields.Scalar(name) is { } value && !Placeholder.Is(value) && tags.First(name) is null) tags.Add(name, value);
        }
        return tags.Labels();
    }

    private static LinkList Links(GenericBody fields)
    {
        var links = new LinkList();
        links.Add("source", fields.Text("url", "link", "link_to_upstream_details", "generator_url", "web_url", "html_url", "details_url",
            "alert_url"));
        links.Add("runbook", fields.Text("runbook_url", "runbook", "runbook_link"));
        links.Add("dashboard", fields.Text("dashboard_url", "dashboard", "dashboard_link"));
        links.Add("image", fields.Text("image_url", "image"));
        return links;
    }
}
