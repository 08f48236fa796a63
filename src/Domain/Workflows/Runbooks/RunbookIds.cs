using System.Text.RegularExpressions;

namespace AiSre.Domain.Workflows.Runbooks;

/// <summary>Ids that become names of files.</summary>
public static partial class RunbookIds
{
    public const int MaxLength = 64;

    /// <summary>Small letters, digits and hyphens, and nothing that a path could be made of.</summary>
    public static bool CanBeSaved(string id) => Pattern().IsMatch(id);

    /// <summary>Where it is kept, below the folder of definitions.</summary>
    public static string PathOf(string id) =>
        CanBeSaved(id) ? $"runbooks/generated/{id}.yaml" : throw new ArgumentException("Not an id that can be saved.", nameof(id));

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,63}\z")]
    private static partial Regex Pattern();
}
