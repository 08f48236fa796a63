using AiSre.Domain.Workspaces;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests.Reading;

public abstract class WorkspaceListTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    private IWorkspaceReads Workspaces => Service<IWorkspaceReads>();

    [Fact]
    public async Task Workspaces_are_listed_by_id_page_by_page_with_what_was_said_of_them()
    {
        foreach (var id in new[] { "b", "c", "a" }) await CommitAsync(new WorkspaceEntry { Id = id, Name = $"Name of {id}", At = 5 });
        await CommitAsync(new DocumentEntry(new("b", WorkspaceDocuments.State, "")) { Version = 0, Document = """{"status":"Suspended"}""" });
        await CommitAsync(new DocumentEntry(new(ErasureMark.Platform, ErasureMark.Kind, "c")) { Version = 0, Document = "{}" });
        StoredWorkspace[] all =
        [
            new("a", "Name of a", 5, null, false), new("b", "Name of b", 5, """{"status":"Suspended"}""", false),
            new("c", "Name of c", 5, null, true),
        ];
        Assert.Equal(all[..2], await Workspaces.ListAsync(null, 2));
        Assert.Equal(all[2..], await Workspaces.ListAsync("b", 2));
        Assert.Equal(all[1], await Workspaces.FindAsync("b"));
        Assert.Null(await Workspaces.FindAsync("d"));
    }

    [Fact]
    public async Task Those_that_are_held_are_found_without_a_look_at_the_others()
    {
        Assert.Empty(await Workspaces.HeldAsync());
        var held = new HeldWorkspace(WorkspaceStatus.Suspended, "The contract has ended.");
        foreach (var id in new[] { "a", "b" })
            await CommitAsync(new FactsEntry(id) { Facts = new() { Attachments = [new(WorkspaceDocuments.Held, "", DocumentText.Write(held))] } });
        await CommitAsync(new DocumentEntry(new(ErasureMark.Platform, ErasureMark.Kind, "b")) { Version = 0, Document = "{}" });
        var found = await Workspaces.HeldAsync();
        Assert.Equal(["a", "b"], found.Keys.Order());
        Assert.Equal(held, found["a"]);
        Assert.True(found["b"].IsGone);
    }

    [Fact]
    public async Task Incidents_are_counted()
    {
        Assert.Equal((0, 0), await Workspaces.IncidentsAsync(Samples.Workspace));
        foreach (var id in new[] { "inc-1", "inc-2" }) await CommitAsync(Samples.Birth(id));
        var over = Samples.Incident("inc-2") with { Phase = Domain.Incidents.IncidentPhase.Resolved, ResolvedAt = Samples.Noon };
        await CommitAsync(Samples.Write(over, 1));
        Assert.Equal((2, 1), await Workspaces.IncidentsAsync(Samples.Workspace));
    }
}
