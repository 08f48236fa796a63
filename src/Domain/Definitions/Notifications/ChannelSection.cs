using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Notifications;

/// <summary><c>channels</c>.</summary>
/// <param name="types">Those that there are.</param>
public sealed class ChannelSection(ChannelTypes types) : DefinitionSection<ImmutableDictionary<string, ChannelDefinition>>(Key)
{
    public static SectionKey<ImmutableDictionary<string, ChannelDefinition>> Key { get; } =
        new(ImmutableDictionary<string, ChannelDefinition>.Empty.WithComparers(StringComparer.OrdinalIgnoreCase), channels => channels.IsEmpty);

    public override string Name => "channels";
    public override string Folder => "notifications";
    public override string Defines => NameKind.Channel;
    public override ImmutableArray<string> BuiltIn => [LogChannel.ChannelName];
    public override ImmutableArray<string> Needs => [NameKind.Channel];
    public override bool ReadsEnvironment => true;

    protected override ImmutableDictionary<string, ChannelDefinition> Read(SectionTexts texts, ReadingContext context)
    {
        var reader = new ChannelReader(types, context);
        return texts.Named(Name).Select(channel => reader.Read(channel.Key, channel.Value)).OfType<ChannelDefinition>()
            .ToImmutableDictionary(channel => channel.Name, StringComparer.OrdinalIgnoreCase);
    }

    public override void Check(SectionValues values, SectionTexts texts, ReadingContext context) =>
        AddressCheck.Run(texts.Named("teams"), values.Of(Key), context);

    /// <summary>A key that one type keeps secret is not shown of any, and of a type that nobody here knows nothing is.</summary>
    public override bool Hides(IReadOnlyList<string> path, YamlMap parent, string key) =>
        path is [var name] && !ChannelFields.Common.Contains(key) && (types.OfChannel(name, parent) is null || types.IsSecret(key));

    public override SummaryLine Summary(SectionValues values) =>
        new(Name, [.. values.Of(Key).Values.OrderBy(channel => channel.Name, StringComparer.OrdinalIgnoreCase)
        .Select(channel => channel.IsConfigured
            ? $"{channel.Name} ({channel.Type.Name})"
            : $"{channel.Name} ({channel.Type.Name}; cannot be used: {string.Join(", ", channel.Missing)} not set)")]);
}
