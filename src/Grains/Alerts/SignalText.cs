using AiSre.Domain.Alerts;

namespace AiSre.Grains.Alerts;

/// <summary>The names by which a signal can be recognised.</summary>
/// <param name="Identity">The identity key, or the key of its content when it carries no identity.</param>
/// <param name="Alternate">The second identity key.</param>
/// <param name="Hash">Hash of the normalised content.</param>
/// <param name="Features">Null where text may not decide.</param>
internal sealed record SignalText(string Identity, string? Alternate, string Hash, TitleFeatures? Features)
{
    public static SignalText Of(AlertSignal signal)
    {
        var identity = IdentityKey.Of(signal);
        var features = identity is null || !AlertSource.GuaranteesIdentity(signal.Source) ? TitleFeatures.From(signal.Title, signal.Description) : null;
        var hash = features is not null
            ? ContentHash.Of(signal, features)
            : ContentHash.Compute(signal.Source, signal.Subject.Service, signal.Subject.Namespace, Workload.Of(signal.Subject), TitleNormalizer.Normalize(signal.Title));
        return new SignalText(identity ?? IdentityKey.OfContent(signal.Source, hash), IdentityKey.AlternateOf(signal), hash, features);
    }
}

/// <summary>The alert that a signal is about, and how it was recognised. No entry means that memory knows none.</summary>
internal readonly record struct Match(AlertEntry? Entry, string Strategy, string Key, double? Score, bool ByIdentity, AlertEntry? Expired = null);
