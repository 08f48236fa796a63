using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Grains.Definitions;

namespace AiSre.Api.Tests.OnCall;

/// <summary>Definitions of one workspace, revision by revision; of every other one, none.</summary>
internal sealed class KnownDefinitions(string workspace, params (DateTimeOffset From, WorkspaceDefinitions Definitions)[] revisions) : IDefinitions
{
    public ValueTask<WorkspaceDefinitions> OfAsync(string asked) => new(asked == workspace ? revisions[^1].Definitions : WorkspaceDefinitions.Empty);

    public ValueTask<WorkspaceDefinitions> AtAsync(string asked, DateTimeOffset at)
    {
        if (asked != workspace) return new(WorkspaceDefinitions.Empty);
        var i = Array.FindLastIndex(revisions, revision => revision.From <= at);
        DateTimeOffset? next = i + 1 < revisions.Length ? revisions[i + 1].From : null;
        return new((i < 0 ? WorkspaceDefinitions.Empty : revisions[i].Definitions) with { ReplacedAt = next });
    }

    public static WorkspaceDefinitions Of(string[] people, params Team[] teams) => new()
    {
        Teams = WorkspaceDefinitions.Empty.Teams.AddRange(teams.Select(team => KeyValuePair.Create(team.Name, team))),
        People = WorkspaceDefinitions.Empty.People.AddRange(people.Select(id => KeyValuePair.Create(id, new Person { Id = id }))),
    };
}
