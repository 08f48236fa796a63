using System.Collections.Immutable;
using AiSre.Domain.Workspaces;

namespace AiSre.Console.Workspaces;

/// <summary>Which workspaces are looked for.</summary>
/// <param name="Text">Part of the id or the name, in any case; null: whatever they are called.</param>
/// <param name="Status">Null: whatever it is.</param>
/// <param name="After">Only those with a greater id; null: from the first.</param>
public sealed record WorkspaceSearch(string? Text, WorkspaceStatus? Status, string? After)
{
    /// <summary>On one page; the usage of each is asked for.</summary>
    public const int PageSize = 25;

    /// <summary>Asked for at once, and then again, while what is looked for may still be behind it.</summary>
    private const int Chunk = 1_000;

    /// <summary>Looked through for one page.</summary>
    public const int MostLooked = 20_000;

    private const int LongestText = 128;

    private bool IsAll => Text is null && Status is null;

    public static WorkspaceSearch Of(IQueryCollection query) => new(
        query["q"].ToString().Trim() is { Length: > 0 and <= LongestText } text ? text : null,
        query["state"].ToString() switch
        {
            "active" => WorkspaceStatus.Active,
            "suspended" => WorkspaceStatus.Suspended,
            "deleting" => WorkspaceStatus.Deleting,
            _ => null,
        },
        query["after"].ToString() is { Length: > 0 and <= 64 } after ? after : null);

    /// <param name="list">Those behind an id, by id, so many at most.</param>
    public async Task<WorkspaceFind> LookAsync(Func<string?, int, Task<ImmutableArray<Workspace>>> list)
    {
        var found = ImmutableArray.CreateBuilder<Workspace>(PageSize);
        var (after, looked, take) = (After, 0, IsAll ? PageSize + 1 : Chunk);
        while (true)
        {
            var chunk = await list(after, take);
            foreach (var one in chunk.Where(Fits))
            {
                if (found.Count == PageSize) return new(found.ToImmutable(), found[^1].Id, IsCut: false);
                found.Add(one);
            }
            if (chunk.Length < take) return new(found.ToImmutable(), null, IsCut: false);
            (after, looked) = (chunk[^1].Id, looked + chunk.Length);
            if (looked >= MostLooked) return new(found.ToImmutable(), after, IsCut: true);
        }
    }

    private bool Fits(Workspace one) => (Status is null || one.Status == Status) && (Text is null || Has(one.Id) || Has(WorkspaceWords.Name(one)));

    private bool Has(string text) => text.Contains(Text!, StringComparison.OrdinalIgnoreCase);
}

/// <param name="Found">By id.</param>
/// <param name="Next">Behind which id to go on; null: these are all.</param>
/// <param name="IsCut">Enough were looked through, and there may be more.</param>
public sealed record WorkspaceFind(ImmutableArray<Workspace> Found, string? Next, bool IsCut);
