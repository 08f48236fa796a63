using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;

namespace AiSre.Domain.Definitions.Escalation;

/// <summary><c>policies</c>.</summary>
public sealed class PolicySection() : DefinitionSection<ImmutableArray<EscalationPolicy>>(Key)
{
    public static SectionKey<ImmutableArray<EscalationPolicy>> Key { get; } = new([], policies => policies.IsDefaultOrEmpty);

    public override string Name => "policies";
    public override string Folder => "escalation";
    public override string Defines => NameKind.Policy;
    public override ImmutableArray<string> Needs => [NameKind.Team, NameKind.User, NameKind.Channel];

    protected override ImmutableArray<EscalationPolicy> Read(SectionTexts texts, ReadingContext context) =>
    [
        .. texts.Named(Name).Select(policy => PolicyReader.Named(policy.Key, policy.Value, context)).OfType<EscalationPolicy>()
            .OrderBy(policy => policy.Name, StringComparer.OrdinalIgnoreCase),
    ];

    public override SummaryLine Summary(SectionValues values)
    {
        var last = values.Of(DefaultPolicySection.Key) is null ? $"{BuiltInPolicy.Name} (built in)" : BuiltInPolicy.Name;
        return new(Name, [.. values.Of(Key).Select(policy => policy.Name), last]);
    }
}
