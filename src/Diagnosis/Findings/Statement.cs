using System.Collections.Immutable;

namespace AiSre.Diagnosis.Findings;

/// <summary>
/// One sentence that cannot say more than what was seen: every value in it must stand in what it cites. The words around the values are the rule's,
/// so they hold whatever the cluster is called.
/// </summary>
public sealed record Statement
{
    private Statement(string text, ImmutableArray<Sighting> cites) => (Text, Cites) = (text, cites);

    public string Text { get; }
    public ImmutableArray<Sighting> Cites { get; }

    /// <param name="sentence">An interpolated string; its holes are the values.</param>
    /// <param name="cites">At least one.</param>
    /// <exception cref="UncarriedClaimException">A value stands in none of them, or nothing is cited.</exception>
    public static Statement That(CarriedText sentence, params IEnumerable<Sighting> cites)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        ImmutableArray<Sighting> seen = [.. cites.Distinct()];
        if (seen.IsEmpty) throw new UncarriedClaimException($"Nothing is cited for: {sentence.Text}");
        foreach (var value in sentence.Values.Where(value => value.Length > 0))
        {
            if (!seen.Any(sighting => Carries(sighting, value)))
            {
                throw new UncarriedClaimException($"\"{value}\" stands in nothing that is cited for: {sentence.Text}");
            }
        }

        return new(sentence.Text, seen);
    }

    private static bool Carries(Sighting sighting, string value) =>
        sighting.Source.Contains(value, StringComparison.OrdinalIgnoreCase) || sighting.Text.Contains(value, StringComparison.OrdinalIgnoreCase);
}
