using System.Collections.Immutable;
using AiSre.Console.Requests;
using AiSre.Grains.Workspaces;

namespace AiSre.Console.Workspaces;

/// <summary>A workspace that is to be made, as it stands in the form.</summary>
public sealed record NewWorkspaceDraft
{
    public string Id { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string> Problems { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What stands at the same place of an address: a workspace of that name could not be opened here.</summary>
    private static readonly string[] Taken = ["workspaces", "sign-in"];

    public static NewWorkspaceDraft Of(ConsoleForm form) => new() { Id = form.Text("id") ?? "", Name = form.Text("name") ?? "" };

    /// <summary>Null when something is wrong, which the draft then says.</summary>
    /// <param name="isWorkspace">Whether a workspace may be called so.</param>
    /// <param name="draft">With what is wrong.</param>
    public WorkspaceChange? Read(Func<string, bool> isWorkspace, out NewWorkspaceDraft draft)
    {
        var wrong = ImmutableDictionary.CreateBuilder<string, string>();
        if (!isWorkspace(Id)) wrong["id"] = "1 to 64 letters, digits, '-' or '_'.";
        else if (Taken.Contains(Id)) wrong["id"] = $"The console has a page of its own at {Id}.";
        if (WorkspaceSettingsDraft.NameProblem(Name) is { } problem) wrong["name"] = problem;
        draft = this with { Problems = wrong.ToImmutable() };
        return wrong.Count > 0 ? null : new() { Name = Name.Length == 0 ? null : Name };
    }

    /// <summary>The same, which was not made.</summary>
    public NewWorkspaceDraft Refused(string why) => this with { Problems = ImmutableDictionary<string, string>.Empty.Add("id", why) };

    public string? ProblemOf(string field) => Problems.GetValueOrDefault(field);
}
