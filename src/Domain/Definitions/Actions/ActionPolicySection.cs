using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;

namespace AiSre.Domain.Definitions.Actions;

/// <summary>
/// <c>action_policies</c>. In files of the folder <c>policies</c> it may be called <c>policies</c>, which elsewhere are those of escalation.
/// </summary>
public sealed class ActionPolicySection() : DefinitionSection<ImmutableArray<ActionPolicy>>(Key)
{
    internal const string FolderName = "policies";

    public static SectionKey<ImmutableArray<ActionPolicy>> Key { get; } = new([], policies => policies.IsDefaultOrEmpty);

    public override string Name => "action_policies";
    public override string NameInFolder => "policies";
    public override string Folder => FolderName;

    protected override ImmutableArray<ActionPolicy> Read(SectionTexts texts, ReadingContext context)
    {
        var policies = ImmutableArray.CreateBuilder<ActionPolicy>();
        const string example = "policies, such as [{name: default, actions: [restart_pod], namespaces: [\"*\"]}]";
        foreach (var item in SectionList.Items(texts, Name, example, context))
        {
            if (ActionPolicyReader.Read(item, context) is not { } policy) continue;
            if (policies.Any(other => other.Name.Equals(policy.Name, StringComparison.OrdinalIgnoreCase)))
                context.Wrong(item.Place, $"There is a policy '{policy.Name}' for actions already; give each a name of its own.");
            policies.Add(policy);
        }
        return policies.ToImmutable();
    }

    public override SummaryLine Summary(SectionValues values) =>
        new("action policies", values.Of(Key) is { IsDefaultOrEmpty: false } written
            ? [.. written.Select(policy => policy.Name)]
            : [$"{BuiltInActionPolicy.Name} (built in)"]);
}
