using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Sources.Shapes;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Sources;

/// <summary><c>sources</c>: tools of which the platform knows nothing, and how they write an alert.</summary>
public sealed class SourceSection() : DefinitionSection<ImmutableDictionary<string, OwnSource>>(Key)
{
    public const string SectionName = "sources";

    /// <summary>Names are compared whatever their case.</summary>
    public static SectionKey<ImmutableDictionary<string, OwnSource>> Key { get; } =
        new(ImmutableDictionary<string, OwnSource>.Empty.WithComparers(StringComparer.OrdinalIgnoreCase), sources => sources.IsEmpty);

    public override string Name => SectionName;
    public override string Folder => "sources";
    public override string Defines => "source";

    protected override ImmutableDictionary<string, OwnSource> Read(SectionTexts texts, ReadingContext context) =>
        texts.Named(Name).Select(source => Source(source.Key, source.Value, context)).OfType<OwnSource>()
            .ToImmutableDictionary(source => source.Name, StringComparer.OrdinalIgnoreCase);

    public override SummaryLine Summary(SectionValues values) =>
        new(Name, [.. values.Of(Key).Keys.Order(StringComparer.OrdinalIgnoreCase)]);

    private static OwnSource? Source(YamlScalar name, YamlNode node, ReadingContext context)
    {
        if (AlertSource.Known.Contains(name.Value.ToLowerInvariant()) || name.Value.Equals(AlertSource.Custom, StringComparison.OrdinalIgnoreCase))
            context.Wrong(name.Place, $"The source '{name.Value}' is always there and cannot be defined; choose another name.");
        return new ShapeReader(context).Read(name, node, mustRecognise: false) is { IsEmpty: false } shapes ? new(name.Value, shapes) : null;
    }
}
