using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;

namespace AiSre.Domain.Definitions.Escalation;

/// <summary><c>default</c>: the policy where no other matches.</summary>
public sealed class DefaultPolicySection() : DefinitionSection<EscalationPolicy?>(Key)
{
    public static SectionKey<EscalationPolicy?> Key { get; } = new(null, policy => policy is null);

    public override string Name => BuiltInPolicy.Name;
    public override string Folder => "escalation";
    public override ImmutableArray<string> Needs => [NameKind.Team, NameKind.User, NameKind.Channel];

    protected override EscalationPolicy? Read(SectionTexts texts, ReadingContext context)
    {
        var written = texts.All(Name).ToList();
        foreach (var second in written.Skip(1))
            context.Wrong(second.Place, $"'{Name}' is defined already, in {written[0].Place.File}, line {written[0].Place.Line}.");
        return written.Count > 0 ? PolicyReader.Default(written[0], context) : null;
    }

    public override SummaryLine? Summary(SectionValues values) => null;
}
