using System.Collections.Immutable;
using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>From a body and the shape of its tool to the platform's own words.</summary>
public static class ShapeAlerts
{
    /// <param name="shape">How the tool writes.</param>
    /// <param name="body">One that the shape fits; any other gives alerts that say little.</param>
    /// <param name="now">The time of receipt.</param>
    /// <param name="identityOf">Whose identities these are, <see cref="AlertSignal.Source"/>.</param>
    /// <param name="traces">Where to note how each field of the first alert came about; null when nobody asks.</param>
    public static ImmutableArray<AlertSignal> Read(
        SourceShape shape, ShapeInput body, DateTimeOffset now, string identityOf, ICollection<ShapeTrace>? traces = null)
    {
        if (shape.Each is null) return [One(shape, body, now, identityOf, traces)];
        return [.. shape.Each.Select(body).Where(item => item.ValueKind is JsonValueKind.Object).Take(SignalLimits.MaxAlerts)
            .Select((item, index) => One(shape, body with { Item = item }, now, identityOf, index == 0 ? traces : null))];
    }

    private static AlertSignal One(
        SourceShape shape, ShapeInput input, DateTimeOffset now, string identityOf, ICollection<ShapeTrace>? traces)
    {
        var fields = new ShapeFields(shape, input, traces);
        var warnings = new WarningList();
        if (fields.Text("tell", shape.Tell) is { } told) warnings.Add(told);
        var (kind, word, isUnknown) = fields.State(ref warnings);
        if (shape.Ignore.Any(condition => condition.Holds(input))) kind = SignalKind.Ignored;
        var identity = SignalLimits.Identity(fields.Text("identity", shape.Identity));
        var title = SignalLimits.Title(fields.Text("title", shape.Title), ref warnings);
        if (title.Length == 0 && kind is SignalKind.Firing)
            title = identity is null ? $"Alert of {shape.Source}" : $"Alert {SignalLimits.Cut(identity, 64)} of {shape.Source}";
        var text = SignalLimits.Description(fields.Text("text", shape.Text), ref warnings);
        var tags = fields.Tags();
        var time = fields.Time("time", shape.Time);
        return new AlertSignal
        {
            Source = identityOf,
            ReportedSource = SignalLimits.ReportedSource(shape.Source, identityOf),
            // What only informs has nobody to tell where nothing names its alert.
            Kind = kind is SignalKind.Note && identity is null ? SignalKind.Ignored : kind,
            Identity = identity,
            AlternateIdentity = SignalLimits.Identity(fields.Text("alternate_identity", shape.AlternateIdentity)) is { } other && other != identity
                ? other
                : null,
            Account = SignalLimits.Identity(fields.Text("account", shape.Account)),
            Fingerprint = identity,
            Title = title,
            Description = text,
            Severity = fields.Severity(),
            StartsAt = SignalTime.Begin(fields.Time("starts_at", shape.StartsAt), now, ref warnings),
            OccurredAt = (kind is SignalKind.Resolved ? fields.Time("ends_at", shape.EndsAt) : null) ?? time,
            Subject = fields.Subject(tags.Subject()),
            Labels = tags.Labels().ToImmutable(ref warnings),
            Links = fields.Links().ToImmutable(),
            Actor = SignalLimits.Short(fields.Text("actor", shape.Actor)),
            Note = kind is SignalKind.Note ? Note(shape, word, title, text) : null,
            EventType = SignalLimits.Short(word),
            UnknownState = isUnknown ? SignalLimits.Short(word) : null,
            IdentityIsSure = identity is not null && shape.GuaranteesIdentity,
            Warnings = warnings.ToImmutable(),
        };
    }

    private static string Note(SourceShape shape, string? word, string title, string text) =>
        $"{shape.Source}: {string.Join(" - ", new[] { word, text.Length > 0 ? text : title }.Where(part => !string.IsNullOrEmpty(part)))}";
}
