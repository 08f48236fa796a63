using System.Globalization;
using AiSre.Domain;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Workspaces;

namespace AiSre.Console.Workspaces;

/// <summary>Workspaces in words of people.</summary>
internal static class WorkspaceWords
{
    /// <summary>What it is called; its id where nobody gave it a name.</summary>
    public static string Name(Workspace one) =>
        one.Name is { Length: > 0 } name ? name : one.Id == DefaultWorkspace.Id ? "Primary Workspace" : one.Id;

    public static string Status(WorkspaceStatus status) => status switch
    {
        WorkspaceStatus.Active => "active",
        WorkspaceStatus.Suspended => "suspended",
        _ => "being deleted",
    };

    public static string Days(int? days) => days switch
    {
        null => "for ever, or as long as the platform keeps them by itself",
        1 => "1 day",
        _ => string.Create(CultureInfo.InvariantCulture, $"{days:N0} days"),
    };

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Why nothing was done.</summary>
    public static string Refusal(WorkspaceRefusal refusal, string id) => refusal switch
    {
        WorkspaceRefusal.Exists => $"There is a workspace {id} already.",
        WorkspaceRefusal.Deleting => $"Nothing was done: {id} is being deleted, or was. Its id is never used again.",
        WorkspaceRefusal.Default => "Nothing was done: the default workspace can be neither suspended nor deleted.",
        _ => $"Nothing was done: there is no workspace {id}.",
    };
}
