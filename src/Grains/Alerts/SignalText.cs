using AiSre.Domain.Alerts;

namespace AiSre.Grains.Alerts;

/// <summary>The names by which a signal can be recognised.</summary>
/// <param name="Identity">The identity key, or the key of its content when it carries no identity.</param>
/// <param name="Alternate">The second identity key.</param>
/// <param name="Hash">Hash of the normalised content.</param>
/// <param name="Features">Null where text may not decide.</param>
internal sealed record SignalText(string Identity, string? Alternate, string Hash, TitleFeatures? Features)
{
    public static SignalText Of(AlertSignal signal, TitleCache titles)
    {
        var identity = IdentityKey.Of(signal);
        var features = identity is null || !AlertSource.GuaranteesIdentity(signal.Source) ? titles.Of(signal) : null;
        var hash = features is not null
            ? ContentHash.Of(signal, features)
            : ContentHash.Compute(
                signal.Source, signal.Subject.Service, signal.Subject.Namespace, Workload.Of(signal.Subject),
                TitleNormalizer.Normalize(signal.Title));
        return new SignalText(identity ?? IdentityKey.OfContent(signal.Source, hash), IdentityKey.AlternateOf(signal), hash, features);
    }
}

/// <summary>
/// Features of the texts seen lately: an alert without identity is recognised by its text each time it repeats, and its text is the same each time.
/// </summary>
internal sealed class TitleCache
{
    private const int Limit = 1_000;

    private readonly Dictionary<(string Title, string Description), TitleFeatures> known = [];

    public TitleFeatures Of(AlertSignal signal)
    {
        var text = (signal.Title, signal.Description);
        if (known.TryGetValue(text, out var features)) return features;
        if (known.Count >= Limit) known.Clear();
        return known[text] = TitleFeatures.From(signal.Title, signal.Description);
    }
}
