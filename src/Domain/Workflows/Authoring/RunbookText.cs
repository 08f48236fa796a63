using System.Collections.Immutable;
using System.Text;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Workflows.Authoring;

/// <summary>One runbook by itself, outside of a workspace's definitions: built in, or proposed.</summary>
/// <param name="Runbook">Null when something is wrong.</param>
/// <param name="Problems">What.</param>
public sealed record RunbookText(WorkflowDefinition? Runbook, ImmutableArray<DefinitionProblem> Problems)
{
    public const int MaxBytes = 64 * 1024;

    /// <summary>Reads it as a file of its own would be; it cannot name a channel, for there is none.</summary>
    public static RunbookText Read(DefinitionDocument document)
    {
        var context = new ReadingContext(null, AllowedTargets.None, [NameKind.Channel]);
        if (Encoding.UTF8.GetByteCount(document.Text) > MaxBytes)
            return new(null, [new(document.Name, 1, 1, $"A runbook has at most {MaxBytes / 1024} KB.")]);
        var root = YamlTree.Parse(document, context.Problems.All);
        var runbook = root is null ? null : Read(root, document, context);
        context.Names(NameKind.Channel).CheckReferences(context.Problems);
        var problems = context.Problems.Sorted([document]);
        return new(problems.IsEmpty ? runbook : null,
            runbook is null && problems.IsEmpty ? [new(document.Name, 1, 1, "There is no runbook.")] : problems);
    }

    private static WorkflowDefinition? Read(YamlNode root, DefinitionDocument document, ReadingContext context)
    {
        if (root is YamlMap map && map.Entries.FirstOrDefault(entry => entry.Key.Value == "id").Value is YamlScalar id)
            return new WorkflowReader(context, WorkflowKind.Runbook).Read(id, root);
        context.Wrong(root.Place, $"A runbook is a set of keys with an 'id'; {document.Name} has none.");
        return null;
    }
}
