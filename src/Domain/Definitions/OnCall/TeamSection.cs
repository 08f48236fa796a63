using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;

namespace AiSre.Domain.Definitions.OnCall;

/// <summary><c>teams</c>.</summary>
public sealed class TeamSection() : DefinitionSection<ImmutableDictionary<string, Team>>(Key)
{
    public static SectionKey<ImmutableDictionary<string, Team>> Key { get; } =
        new(ImmutableDictionary<string, Team>.Empty.WithComparers(StringComparer.OrdinalIgnoreCase), teams => teams.IsEmpty);

    public override string Name => "teams";
    public override string Folder => "oncall";
    public override string Defines => NameKind.Team;
    public override ImmutableArray<string> Needs => [NameKind.User, NameKind.Channel];

    protected override ImmutableDictionary<string, Team> Read(SectionTexts texts, ReadingContext context)
    {
        var written = texts.Named(Name);
        TeamReader.CheckServices(written.Select(team => (team.Key.Value, team.Value)), context);
        return written.Select(team => TeamReader.Read(team.Key, team.Value, context)).OfType<Team>()
            .ToImmutableDictionary(team => team.Name, StringComparer.OrdinalIgnoreCase);
    }

    public override SummaryLine Summary(SectionValues values) =>
        new(Name, [.. values.Of(Key).Values.Select(team => team.Name).Order(StringComparer.OrdinalIgnoreCase)]);
}
