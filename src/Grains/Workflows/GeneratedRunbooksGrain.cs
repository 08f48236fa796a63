using AiSre.Domain;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Authoring;
using AiSre.Domain.Workflows.Catalogue;
using AiSre.Domain.Workflows.Runbooks;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;
using Orleans.Placement;

namespace AiSre.Grains.Workflows;

/// <summary>
/// Keeps what was approved in the ledger, where it is durable on any disk and in any workspace. A file of the same id, which somebody may have
/// edited,
/// counts before it.
/// </summary>
[GrainType(GeneratedRunbooksGrain.Kind), RandomPlacement]
public sealed class GeneratedRunbooksGrain(
    [PersistentState("runbooks", LedgerState.Storage)] IPersistentState<Kept<GeneratedRunbooksState>> store, IDefinitions definitions,
    IRunbookFiles files, TimeProvider clock) : Grain, IGeneratedRunbooksGrain
{
    /// <summary>The grain's type.</summary>
    public const string Kind = "generated-runbooks";

    private const int Most = 200;

    private string Workspace => this.GetPrimaryKeyString();

    public async Task<WorkflowList> ListAsync()
    {
        var defined = await definitions.OfAsync(Workspace);
        var approved = (await store.ReadAsync())?.Texts.Select(text => Read(text.Key, text.Value)).OfType<WorkflowDefinition>() ?? [];
        return new(
            WorkflowCatalogue.With(WorkflowCatalogue.Workflows, defined.Of(WorkflowSection.Key)),
            WorkflowCatalogue.With(WorkflowCatalogue.Runbooks, defined.Of(RunbookSection.Key).Concat(approved)));
    }

    public async Task<SavedIn> SaveAsync(string id, string text, string actor)
    {
        if (!RunbookIds.CanBeSaved(id) || WorkflowCatalogue.Runbooks.Any(builtIn => builtIn.Id == id)) return SavedIn.Nowhere;
        var saved = await store.RetryOnConflictAsync(async () =>
        {
            var state = await store.ReadAsync() ?? new();
            if (!state.Texts.ContainsKey(id) && state.Texts.Count >= Most) return false;
            var audit = new AuditRecord(actor, "runbook_approved", Kind, id, clock.GetUtcNow().ToUnixTimeMilliseconds());
            return await store.CommitAsync(state with { Texts = state.Texts.SetItem(id, text) }, new() { Audit = [audit] });
        });
        // The files are the operator's, whose workspace is the default one.
        if (!saved) return SavedIn.Nowhere;
        return Workspace == DefaultWorkspace.Id && await files.WriteAsync(RunbookIds.PathOf(id), text) ? SavedIn.File : SavedIn.Ledger;
    }

    private static WorkflowDefinition? Read(string id, string text) => RunbookText.Read(new(RunbookIds.PathOf(id), text)).Runbook;
}
