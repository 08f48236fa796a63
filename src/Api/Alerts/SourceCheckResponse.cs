using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Sources.Shapes;

namespace AiSre.Api.Alerts;

/// <summary>What a body would become.</summary>
/// <param name="Source">Who is taken to have written it.</param>
/// <param name="Recognised">False where nothing but the plain webhook could read it.</param>
/// <param name="Alerts">The alerts of it.</param>
/// <param name="Rejected">Those of its alerts that could not be read.</param>
/// <param name="Fields">Where each field of the first alert stands, for sources that are described by a shape.</param>
public sealed record SourceCheckResponse(
    string Source, bool Recognised, IReadOnlyList<CheckedAlert> Alerts, IReadOnlyList<CheckedReject> Rejected, IReadOnlyList<CheckedField> Fields)
{
    public static SourceCheckResponse From(string source, Delivery delivery, IEnumerable<ShapeTrace> traces) => new(
        source, delivery.Signals.Any(signal => signal.Source != AlertSource.Webhook), [.. delivery.Signals.Select(CheckedAlert.From)],
        [.. delivery.Rejected.Select(rejected => new CheckedReject(rejected.Index, rejected.Location, rejected.Message))],
        [.. traces.Select(trace => new CheckedField(trace.Field, trace.Value, trace.From, trace.Value is null ? trace.Tried : null))]);
}

/// <param name="State">firing, resolved, acknowledged, unacknowledged, information, updated or ignored.</param>
/// <param name="Severity">Null: a new incident gets the default.</param>
public sealed record CheckedAlert(
    string Source, string State, string Title, string Description, string? Identity, string? Severity, string? Service, string? Host,
    string? Namespace, string? Pod, string? Deployment, string? Cluster, DateTimeOffset? StartsAt, DateTimeOffset? OccurredAt,
    IReadOnlyDictionary<string, string> Labels, IReadOnlyList<CheckedLink> Links, IReadOnlyList<string> Warnings)
{
    public static CheckedAlert From(AlertSignal signal) => new(
        signal.ReportedSource, ShapeStateRule.NameOf(signal.Kind), signal.Title, signal.Description, signal.Identity, signal.Severity?.Name(),
        signal.Subject.Service, signal.Subject.Node, signal.Subject.Namespace, signal.Subject.Pod, signal.Subject.Deployment, signal.Subject.Cluster,
        signal.StartsAt, signal.OccurredAt, signal.Labels.ToDictionary(label => label.Name, label => label.Value),
        [.. signal.Links.Select(link => new CheckedLink(link.Name, link.Url))], signal.Warnings);
}

public sealed record CheckedLink(string Name, string Url);

/// <param name="Index">Position in the body's list of alerts.</param>
public sealed record CheckedReject(int Index, string Location, string Message);

/// <summary>How a field came about.</summary>
/// <param name="Field">The key of the shape.</param>
/// <param name="Value">What it holds; null when none of the paths led to anything.</param>
/// <param name="From">The path or text that said it.</param>
/// <param name="Tried">What was tried in vain.</param>
public sealed record CheckedField(string Field, string? Value, string? From, string? Tried);
