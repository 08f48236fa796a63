using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Chat;

namespace AiSre.Domain.Diagnosis.Opinions;

/// <summary>
/// Takes out of an answer what the evidence does not carry. A claim stands if its items are there, its quote stands in one of them word for word, and
/// it names nothing that they do not name. Items that read like orders carry nothing, and where there is one the model has no say about actions.
/// </summary>
public static class OpinionGrounding
{
    /// <summary>Less is found anywhere.</summary>
    private const int LeastQuote = 8;

    /// <param name="raw">What the model answered.</param>
    /// <param name="sent">What it was shown.</param>
    /// <param name="model">Its name.</param>
    /// <returns>Null: nothing of it stands.</returns>
    public static ModelOpinion? Of(RawOpinion raw, ImmutableArray<Evidence> sent, string model)
    {
        var items = sent.ToDictionary(item => item.Id);
        ImmutableArray<QuotedClaim> claims = [.. raw.Claims.Where(claim => Stands(claim, items))];
        if (claims.IsEmpty) return null;
        var cited = new Facts(claims.SelectMany(claim => claim.EvidenceIds).Distinct().SelectMany(id => Words(items[id])));
        if (cited.Uncarried(raw.RootCause) is not null) return null;
        return new()
        {
            Model = model,
            Summary = cited.Uncarried(raw.Summary) is null ? raw.Summary : string.Join(' ', claims.Select(claim => claim.Text)),
            RootCause = raw.RootCause,
            Confidence = raw.Confidence,
            GroundedShare = (double)claims.Length / raw.Claims.Length,
            Claims = claims,
            Actions = sent.Any(item => item.IsSuspicious) ? [] : Actions(raw, items),
        };
    }

    private static bool Stands(QuotedClaim claim, Dictionary<string, Evidence> items)
    {
        if (!claim.EvidenceIds.All(items.ContainsKey)) return false;
        var cited = claim.EvidenceIds.Select(id => items[id]).ToList();
        if (cited.Any(item => item.IsSuspicious) || cited.All(item => item.Kind is EvidenceKind.Unavailable)) return false;
        return cited.Any(item => Holds(item, claim.Quote)) && new Facts(cited.SelectMany(Words)).Uncarried(claim.Text) is null;
    }

    private static bool Holds(Evidence item, string quote)
    {
        var text = Facts.Fold(item.Text);
        return text == quote || (quote.Length >= LeastQuote && text.Contains(quote, StringComparison.Ordinal));
    }

    private static string[] Words(Evidence item) => [item.Source, item.Text];

    private static ImmutableArray<ActionName> Actions(RawOpinion raw, Dictionary<string, Evidence> items) =>
        [.. raw.Actions.Where(action => action.EvidenceIds.All(items.ContainsKey)).Select(action => action.Name).Distinct()];
}
