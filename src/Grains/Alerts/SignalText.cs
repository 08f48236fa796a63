using AiSre.Domain.Alerts;

namespace AiSre.Grains.Alerts;

/// <summary>The names by which a signal can be recognised.</summary>
/// <param name="Identity">The identity key, or the key of its content when it carries no identity.</param>
/// <param name="Alternate">The second identity key.</param>
/// <param name="Hash">Hash of the normalised content.</param>
/// <param name="Features">Null where text may not decide.</param>
internal sealed record SignalText(string Identity, string? Alternate, string Hash, TitleFeatures? Features)
{
    /// <summary>
    /// Under which an earlier release has stored the same alert: it left the place out of the content. Null when that changes nothing, and for alerts
    /// that carry an identity.
    /// </summary>
    public string? EarlierOf(AlertSignal signal) => signal.Identity is null && ContentHash.PlaceOf(Hash) != AlertPlace.None
        ? IdentityKey.OfContent(signal.Source, ContentHash.WithoutPlace(Hash))
        : null;

    public static SignalText Of(AlertSignal signal, TitleCache titles)
    {
        var identity = IdentityKey.Of(signal);
        var features = AlertSource.GuaranteesIdentity(signal) ? null : titles.Of(signal);
        var title = features?.NormalizedTitle ?? TitleNormalizer.Normalize(signal.Title, TitleNormalizer.MasksAddresses(signal.Subject));
        var hash = ContentHash.Of(signal, title);
        return new SignalText(identity ?? IdentityKey.OfContent(signal.Source, hash), IdentityKey.AlternateOf(signal), hash, features);
    }
}

/// <summary>
/// Features of the texts seen lately: an alert without identity is recognised by its text each time it repeats, and its text is the same each time.
/// </summary>
internal sealed class TitleCache
{
    private const int Limit = 1_000;

    private readonly Dictionary<(string Title, string Description, bool MasksAddresses), TitleFeatures> known = [];

    public TitleFeatures Of(AlertSignal signal)
    {
        var text = (signal.Title, signal.Description, TitleNormalizer.MasksAddresses(signal.Subject));
        if (known.TryGetValue(text, out var features)) return features;
        if (known.Count >= Limit) known.Clear();
        return known[text] = TitleFeatures.From(signal.Title, signal.Description, text.Item3);
    }
}
