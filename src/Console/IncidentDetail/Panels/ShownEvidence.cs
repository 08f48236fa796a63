using System.Collections.Immutable;
using AiSre.Domain.Diagnosis;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>What a diagnosis has seen, each item opened where it is cited first.</summary>
internal sealed class ShownEvidence(IEnumerable<Evidence> seen)
{
    private readonly Dictionary<string, Evidence> items = seen.DistinctBy(item => item.Id).ToDictionary(item => item.Id);
    private readonly HashSet<string> opened = [];

    /// <summary>A claim with the items that it cites; what is not there is not cited.</summary>
    public ShownClaim Beside(string text, ImmutableArray<string> ids)
    {
        var cited = ids.Where(items.ContainsKey).Select(id => items[id]).ToImmutableArray();
        return new(text, cited, [.. cited.Where(item => opened.Add(item.Id))]);
    }
}

/// <param name="Cited">What it rests on.</param>
/// <param name="Opened">Of that, what is shown here and not further up.</param>
public sealed record ShownClaim(string Text, ImmutableArray<Evidence> Cited, ImmutableArray<Evidence> Opened)
{
    public bool IsAgainst { get; init; }

    /// <summary>It stands above all others already, as what is wrong.</summary>
    public bool IsHeadline { get; init; }

    /// <summary>The words that it rests on; null: the items as a whole.</summary>
    public string? Quote { get; init; }
}
