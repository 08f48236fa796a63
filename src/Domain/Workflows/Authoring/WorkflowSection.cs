using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;

namespace AiSre.Domain.Workflows.Authoring;

/// <summary><c>workflows</c>: a file each, or several below their ids. One with the id of a built-in takes its place.</summary>
public sealed class WorkflowSection() : DefinitionSection<ImmutableArray<WorkflowDefinition>>(Key)
{
    public static SectionKey<ImmutableArray<WorkflowDefinition>> Key { get; } = new([], workflows => workflows.IsDefaultOrEmpty);

    public override string Name => "workflows";
    public override string Folder => "workflows";
    public override string Defines => "workflow";
    public override bool IsFileEach => true;
    public override ImmutableArray<string> Needs => [NameKind.Channel];

    protected override ImmutableArray<WorkflowDefinition> Read(SectionTexts texts, ReadingContext context) =>
        Read(texts, context, Name, WorkflowKind.Workflow);

    public override SummaryLine Summary(SectionValues values) => new(Name, [.. values.Of(Key).Select(workflow => workflow.Id)]);

    internal static ImmutableArray<WorkflowDefinition> Read(SectionTexts texts, ReadingContext context, string section, WorkflowKind kind) =>
    [
        .. texts.Named(section).Select(thing => new WorkflowReader(context, kind).Read(thing.Key, thing.Value)).OfType<WorkflowDefinition>()
            .OrderBy(definition => definition.Id, StringComparer.Ordinal),
    ];
}

/// <summary><c>runbooks</c>: workflows that say which incidents they are for.</summary>
public sealed class RunbookSection() : DefinitionSection<ImmutableArray<WorkflowDefinition>>(Key)
{
    public static SectionKey<ImmutableArray<WorkflowDefinition>> Key { get; } = new([], runbooks => runbooks.IsDefaultOrEmpty);

    public override string Name => "runbooks";
    public override string Folder => "runbooks";
    public override string Defines => "runbook";
    public override bool IsFileEach => true;
    public override ImmutableArray<string> Needs => [NameKind.Channel];

    protected override ImmutableArray<WorkflowDefinition> Read(SectionTexts texts, ReadingContext context) =>
        WorkflowSection.Read(texts, context, Name, WorkflowKind.Runbook);

    public override SummaryLine Summary(SectionValues values) => new(Name, [.. values.Of(Key).Select(runbook => runbook.Id)]);
}
