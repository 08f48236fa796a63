using System.Collections.Immutable;
using AiSre.Diagnosis.Findings;
using AiSre.Domain;
using AiSre.Domain.Chat;
using AiSre.Domain.Diagnosis;

namespace AiSre.Diagnosis;

/// <summary>The items of one diagnosis, in the order in which they are cited first.</summary>
/// <param name="redact">Takes secrets out of a text.</param>
internal sealed class EvidenceList(Func<string, string?> redact)
{
    private const int MostText = 4096;

    /// <summary>How whatever took secrets out, here or where it was read, says so.</summary>
    private const string Mark = "[REDACTED:";

    private readonly Dictionary<Sighting, string> ids = [];
    private readonly ImmutableArray<Evidence>.Builder items = ImmutableArray.CreateBuilder<Evidence>();

    public EvidenceList() : this(SecretText.Redact)
    {
    }

    public ImmutableArray<Evidence> Items => this.items.ToImmutable();

    /// <summary>Its id, a new one the first time.</summary>
    public string Cite(Sighting seen)
    {
        if (this.ids.TryGetValue(seen, out var known)) return known;
        var id = $"E{this.items.Count + 1}";
        var text = Safe(seen);
        var isLong = text.Length > MostText;
        this.items.Add(new()
        {
            Id = id, Kind = seen.Kind, Source = seen.Source, At = seen.At, Text = isLong ? text[..MostText] : text, IsTruncated = isLong,
            IsRedacted = text.Contains(Mark, StringComparison.Ordinal), IsSuspicious = MachineOrders.In(seen.Text),
        });
        return this.ids[seen] = id;
    }

    /// <summary>
    /// Objects, events and logs came without secrets from where they were read, and fields such as <c>secretName</c> are no secrets; what people were
    /// told comes as it was sent.
    /// </summary>
    private string Safe(Sighting seen)
    {
        if (seen.Kind is not (EvidenceKind.Alert or EvidenceKind.Group or EvidenceKind.Deploy)) return seen.Text;
        try
        {
            return redact(seen.Text) ?? "";
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Mark + "all]";
        }
    }
}
