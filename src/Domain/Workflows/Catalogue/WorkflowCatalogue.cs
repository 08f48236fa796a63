using System.Collections.Immutable;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Domain.Workflows.Authoring;

namespace AiSre.Domain.Workflows.Catalogue;

/// <summary>
/// The workflows and runbooks that come with the product: a YAML file each, read as an operator's would be. A runbook is called <c>oom-recovery</c>,
/// and the workflow of the same steps <c>oom_recovery</c>.
/// </summary>
public static class WorkflowCatalogue
{
    private const string Resources = "runbooks/";

    private static readonly Lazy<ImmutableArray<WorkflowDefinition>> All = new(Read);

    public static ImmutableArray<WorkflowDefinition> Runbooks => All.Value;

    public static ImmutableArray<WorkflowDefinition> Workflows { get; } =
        [.. All.Value.Select(runbook => runbook with { Id = runbook.Id.Replace('-', '_'), Kind = WorkflowKind.Workflow, Match = null })];

    /// <summary>The texts, by id of the runbook, for those who want to write their own.</summary>
    public static IEnumerable<DefinitionDocument> Documents =>
        typeof(WorkflowCatalogue).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Resources, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(name => new DefinitionDocument(name, Text(name)));

    /// <summary>What a workspace can run: what it has defined, and the built-in ones that it has not replaced.</summary>
    public static ImmutableArray<WorkflowDefinition> With(ImmutableArray<WorkflowDefinition> builtIn, IEnumerable<WorkflowDefinition> own)
    {
        var known = own.DistinctBy(definition => definition.Id).ToDictionary(definition => definition.Id, StringComparer.Ordinal);
        return
        [
            .. builtIn.Where(definition => !known.ContainsKey(definition.Id)).Concat(known.Values)
                .OrderBy(definition => definition.Id, StringComparer.Ordinal),
        ];
    }

    private static ImmutableArray<WorkflowDefinition> Read()
    {
        var runbooks = ImmutableArray.CreateBuilder<WorkflowDefinition>();
        foreach (var document in Documents)
        {
            var reading = RunbookText.Read(document);
            if (reading.Runbook is null) throw new InvalidOperationException(string.Join('\n', reading.Problems));
            runbooks.Add(reading.Runbook with { Origin = WorkflowOrigin.BuiltIn });
        }
        return runbooks.ToImmutable();
    }

    private static string Text(string name)
    {
        using var stream = typeof(WorkflowCatalogue).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly has no {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
