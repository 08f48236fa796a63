using System.Text.Json;
using AiSre.Domain.Alerts.Vocabulary;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// Reads one alert of the Alertmanager shape (also Grafana's and Prometheus') in one pass over its fields. One reader serves all alerts of a body, so
/// that its buffers and the texts that the alerts share are made once.
/// </summary>
internal sealed class AlertReader(int alertCount, DateTimeOffset now)
{
    // For one alert there is nothing to share, and the pool itself would be the largest allocation.
    private readonly TextPool? pool = alertCount > 1 ? new TextPool() : null;
    private readonly Annotations annotations = new();
    private string? brokenLabel;

    // Far above what any sender writes: only a body made to cost time holds more.
    private const int MostLabels = 1000;

    public LabelBuilder Labels { get; } = new();
    public string? Status { get; private set; }
    public string? Fingerprint { get; private set; }
    public DateTimeOffset? StartsAt { get; private set; }
    public DateTimeOffset? EndsAt { get; private set; }
    public string? OrgId { get; private set; }
    public string? AlertName { get; private set; }
    public string? RuleName { get; private set; }
    private string? severity, summary, title, message, description, runbook;
    private string? generator, silence, dashboard, panel, image, values;
    private WarningList warnings;

    /// <summary>Null when the alert could be read, else what is wrong with it.</summary>
    public (string Field, string Problem)? Read(JsonElement alert)
    {
        Reset();
        if (alert.ValueKind is not JsonValueKind.Object) return ("", $"The alert is {JsonText.Kind(alert)}; it must be an object.");
        foreach (var property in alert.EnumerateObject())
        {
            var value = property.Value;
            switch (JsonText.NameBytes(property))
            {
                case var n when n.SequenceEqual("labels"u8):
                    if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
                        return ("labels", $"labels is {JsonText.Kind(value)}; it must be an object of texts.");
                    ReadLabels(value);
                    if (Labels.Count > MostLabels)
                        return ("labels", $"labels holds more than {MostLabels} labels; that is the most that one alert may have.");
                    break;
                case var n when n.SequenceEqual("annotations"u8): ReadAnnotations(value); break;
                case var n when n.SequenceEqual("status"u8):
                    // Alertmanager's own read API writes an object here; its senders write a word.
                    if (value.ValueKind is JsonValueKind.Number or JsonValueKind.Array)
                        return ("status", $"status is {JsonText.Kind(value)}; it must be firing or resolved.");
                    Status = JsonText.Text(value, pool);
                    break;
                case var n when n.SequenceEqual("fingerprint"u8): Fingerprint = SignalLimits.Identity(JsonText.Scalar(value)); break;
                case var n when n.SequenceEqual("startsAt"u8): StartsAt = Time(value, "startsAt"); break;
                case var n when n.SequenceEqual("endsAt"u8): EndsAt = Time(value, "endsAt"); break;
                case var n when n.SequenceEqual("generatorURL"u8): generator = JsonText.Text(value, pool); break;
                case var n when n.SequenceEqual("silenceURL"u8): silence = JsonText.Text(value); break;
                case var n when n.SequenceEqual("dashboardURL"u8): dashboard = JsonText.Text(value, pool); break;
                case var n when n.SequenceEqual("panelURL"u8): panel = JsonText.Text(value, pool); break;
                case var n when n.SequenceEqual("imageURL"u8): image = JsonText.Text(value); break;
                case var n when n.SequenceEqual("valueString"u8): values = JsonText.Text(value); break;
                case var n when n.SequenceEqual("orgId"u8): OrgId = JsonText.Scalar(value); break;
                default: break;
            }
        }
        return null;
    }

    /// <summary>Null when the label set can stand for the alert's identity, else what is wrong with it.</summary>
    public (string Field, string Problem)? CheckLabelIdentity()
    {
        if (brokenLabel is not null)
            return ($"labels.{brokenLabel}", $"Label {brokenLabel} is not text, and the label set is this alert's only identity.");
        return Labels.Sorted().IsEmpty
            ? ("labels", "labels is missing or empty; it must hold at least one label, since the label set is this alert's identity.")
            : null;
    }

    /// <summary>The alert as a signal; a <paramref name="title"/> is given only where the source knows better than the annotations.</summary>
    public AlertSignal ToSignal(
        string source, SignalKind kind, string identity, string? account, string? groupKey, string? extraWarning, string? title = null)
    {
        if (brokenLabel is not null) warnings.Add($"Label {brokenLabel} was not text and was left out.");
        if (extraWarning is not null) warnings.Add(extraWarning);
        var links = new LinkList();
        links.Add("source", generator);
        if (runbook is not null && !links.Add("runbook", runbook)) annotations.Add("runbook_url", runbook);
        links.Add("dashboard", dashboard);
        links.Add("panel", panel);
        links.Add("silence", silence);
        links.Add("image", image);
        var head = Title(title);
        title = SignalLimits.Title(head.Text, ref warnings);
        return new AlertSignal
        {
            Source = source,
            ReportedSource = source,
            Kind = kind,
            Identity = identity,
            Account = account,
            GroupKey = groupKey,
            Fingerprint = Fingerprint ?? identity,
            Title = title.Length > 0 ? title : $"Alert without a name ({SignalLimits.Cut(identity, 64)})",
            Description = SignalLimits.Description(Text(ref links), ref warnings),
            Severity = SeverityMap.Parse(severity) ?? LabelSeverity.Of(Labels.Sorted()) ?? SeverityMap.Parse(annotations.Find("severity"))
                ?? head.Severity,
            StartsAt = SignalTime.Begin(StartsAt, now, ref warnings),
            OccurredAt = kind is SignalKind.Resolved ? EndsAt : null,
            Subject = KubernetesSubject.Of(Labels.Sorted()),
            Labels = Labels.ToImmutable(ref warnings),
            Links = links.ToImmutable(),
            EventType = Status is null ? null : SignalLimits.Short(Status),
            Warnings = warnings.ToImmutable(),
        };
    }

    /// <summary>Without what the sender's template could not fill, and without prefixes: both would make another title of the same alert.</summary>
    private TitlePrefix Title(string? better)
    {
        var said = better ?? WithoutGaps(summary) ?? WithoutGaps(this.title) ?? WithoutGaps(message) ?? AlertName;
        return said is null ? default : TitlePrefix.Read(said);
    }

    private string? Text(ref LinkList links)
    {
        if (this.title is not null && summary is not null && this.title != summary) annotations.Add("title", this.title);
        if (message is not null && description is not null && (summary ?? this.title) is not null) annotations.Add("message", message);
        links.AddFrom("summary", summary);
        var text = description ?? message ?? values;
        if (text != values) links.AddFrom("description", text);
        return annotations.Below(text, ref links);
    }

    private void ReadLabels(JsonElement labels)
    {
        Labels.Clear();
        brokenLabel = AlertName = RuleName = severity = null;
        if (labels.ValueKind is not JsonValueKind.Object) return;
        foreach (var property in labels.EnumerateObject())
        {
            var name = JsonText.Name(property, pool);
            var value = JsonText.Scalar(property.Value, pool);
            if (value is null)
            {
                if (property.Value.ValueKind is not JsonValueKind.Null)
                    brokenLabel ??= SignalLimits.Short(name) is { } shown ? SignalLimits.Cut(shown, 64) : "without a name";
                continue;
            }
            Labels.Add(name, value);
            if (Labels.Count > MostLabels) return;
            if (name is "alertname") AlertName = NullIfBlank(value);
            else if (name is "severity") severity = value;
            else if (name is "rulename") RuleName = NullIfBlank(value);
        }
    }

    private void ReadAnnotations(JsonElement annotations)
    {
        if (annotations.ValueKind is not JsonValueKind.Object) return;
        foreach (var property in annotations.EnumerateObject())
        {
            switch (JsonText.NameBytes(property))
            {
                case var n when n.SequenceEqual("summary"u8): summary = Annotation(property.Value); break;
                case var n when n.SequenceEqual("description"u8): description = Annotation(property.Value); break;
                case var n when n.SequenceEqual("runbook_url"u8): runbook = Annotation(property.Value); break;
                case var n when n.SequenceEqual("title"u8): this.title = Annotation(property.Value); break;
                case var n when n.SequenceEqual("message"u8): message = Annotation(property.Value); break;
                default:
                    if (Annotation(property.Value) is { } text) this.annotations.Add(JsonText.Name(property, pool), text);
                    break;
            }
        }
    }

    private static string? WithoutGaps(string? text) => text is null ? null : TemplateGaps.Remove(text);

    private string? Annotation(JsonElement value) => NullIfBlank(JsonText.Scalar(value, pool));

    private DateTimeOffset? Time(JsonElement value, string field)
    {
        if (value.ValueKind is JsonValueKind.Null) return null;
        var time = SignalTime.Read(value);
        if (time is null && !SignalTime.IsZero(value)) warnings.Add($"{field} is not a time and was left out.");
        return time;
    }

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private void Reset()
    {
        Labels.Clear();
        annotations.Clear();
        warnings = default;
        StartsAt = EndsAt = null;
        Status = Fingerprint = OrgId = AlertName = RuleName = brokenLabel = null;
        severity = summary = this.title = message = description = runbook = null;
        generator = silence = dashboard = panel = image = values = null;
    }
}
