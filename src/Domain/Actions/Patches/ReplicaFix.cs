using System.Globalization;
using System.Text.RegularExpressions;

namespace AiSre.Domain.Actions.Patches;

/// <summary>Too few to serve, or too few to lose one.</summary>
internal static partial class ReplicaFix
{
    private const int Most = 50;

    public static FixOutcome Apply(SpecView spec, SpecText text)
    {
        var now = SpecView.Scalar(spec.Spec, "replicas");
        var before = 1;
        if (now is not null && !int.TryParse(now.Value, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            return FixOutcome.None($"'replicas' is '{Spelling.Shown(now.Value)}', which is no number.");
        var match = To().Match(spec.Issue) is { Success: true } to ? to : Of().Match(spec.Issue);
        var asked = match.Success ? int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture) : (int?)null;
        var after = asked ?? Math.Max(2, before + ((before + 1) / 2));
        if (after > Most) return FixOutcome.None(FormattableString.Invariant($"More than {Most} replicas are not suggested."));
        if (after == before) return FixOutcome.None(FormattableString.Invariant($"The spec says {before} replicas already."));
        var value = after.ToString(CultureInfo.InvariantCulture);
        if (now is not null) text.Replace(now, value);
        else text.Add(spec.Spec, $"replicas: {value}", $"replicas: {value}");
        return new(FormattableString.Invariant(
            $"{before} replicas are too few, by the issue; the spec goes to {after}. An autoscaler would set it back."));
    }

    /// <summary>"2 replicas are too few, scale to 5": where it should go says more than what it has.</summary>
    [GeneratedRegex(@"\bto (?<count>[0-9]{1,3})\b", RegexOptions.IgnoreCase)]
    private static partial Regex To();

    [GeneratedRegex(@"\b(?<count>[0-9]{1,3}) replicas\b", RegexOptions.IgnoreCase)]
    private static partial Regex Of();
}
