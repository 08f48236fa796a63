using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;

namespace AiSre.Domain.Definitions.Notifications;

/// <summary><c>routes</c>.</summary>
public sealed class RouteSection() : DefinitionSection<NotificationRoutes>(Key)
{
    public static SectionKey<NotificationRoutes> Key { get; } = new(NotificationRoutes.None, routes => routes.IsEmpty);

    public override string Name => "routes";
    public override string Folder => "notifications";
    public override ImmutableArray<string> Needs => [NameKind.Channel];

    protected override NotificationRoutes Read(SectionTexts texts, ReadingContext context)
    {
        var reader = new RouteReader(context);
        foreach (var node in texts.All(Name)) reader.Read(node);
        return reader.Routes;
    }

    public override SummaryLine Summary(SectionValues values) =>
        new("service overrides", [.. values.Of(Key).ServiceOverrides.Keys.Order(StringComparer.OrdinalIgnoreCase)]);
}
