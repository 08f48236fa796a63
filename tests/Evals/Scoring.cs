using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiSre.Domain.Diagnosis;

namespace AiSre.Evals;

/// <summary>Whether an answer is right, as the recording's authors score it.</summary>
internal static partial class Scoring
{
    public static Verdict Judge(RecordedCase recorded, DiagnosisReport report)
    {
        var truths = recorded.Truth["answers"] is JsonArray several ? several.Select(item => item!.AsObject()).ToList() : [recorded.Truth];
        var byWords = truths[0].ContainsKey("keywords_any");
        var answers = report.Hypotheses.ToList();
        if (recorded.Category == "undetermined")
        {
            var honoured = answers.All(answer => answer.Confidence < 0.5 || Says(answer.RootCause, recorded.Truth));
            return new(recorded, report, honoured, true, honoured, true, honoured, IsUndetermined: true);
        }

        return new(recorded, report, At(1, Cause), At(1, Object), At(1, Both), At(3, Cause), At(3, Both), IsUndetermined: false);

        bool At(int most, Func<Hypothesis, JsonObject, bool> isRight) =>
            answers.Take(most).Any(answer => truths.Any(truth => isRight(answer, truth)));
        bool Cause(Hypothesis answer, JsonObject truth) => byWords
            ? Says(answer.RootCause, truth)
            : BenchmarkNames.Of(answer.Cause) == (string?)truth["root_cause"];
        bool Object(Hypothesis answer, JsonObject truth) => Names(answer, truth);
        bool Both(Hypothesis answer, JsonObject truth) => Cause(answer, truth) && Object(answer, truth);
    }

    private static bool Says(string text, JsonObject truth) =>
        (truth["keywords_any"] as JsonArray ?? []).All(group => group!.AsArray().Any(word => Has(text, (string)word!)))
            && !(truth["forbidden"] as JsonArray ?? []).Any(word => Has(text, (string)word!));

    private static bool Has(string text, string word) =>
        text.Contains(word, StringComparison.OrdinalIgnoreCase) || Folded(text).Contains(Folded(word), StringComparison.Ordinal);

    private static string Folded(string text) => Blanks().Replace(text.ToLowerInvariant(), " ").Trim();

    private static bool Names(Hypothesis answer, JsonObject truth) =>
        ((truth["accept_objects"] as JsonArray)?.Select(item => (string)item!) ?? []).Prepend((string)truth["fault_object"]!)
            .Any(wanted => IsSame(answer.Component, wanted));

    private static bool IsSame(Component component, string wanted)
    {
        var parts = wanted.ToLowerInvariant().Split('/');
        var (kind, name) = (parts.Length > 1 ? parts[0] : "", parts[^1]);
        var (foundKind, found) = (Short(component.Kind.ToLowerInvariant()), component.Name.ToLowerInvariant());
        return kind switch
        {
            "app" => foundKind is "app" or "job" or "cronjob" && IsOf(found, name),
            "" => IsOf(found, name),
            _ => foundKind == Short(kind) && found == name,
        };
    }

    private static bool IsOf(string found, string name) =>
        found == name || (found.StartsWith(name, StringComparison.Ordinal) && PodSuffix().IsMatch(found[name.Length..]));

    private static string Short(string kind) => kind switch
    {
        "deployment" or "statefulset" or "daemonset" or "service" or "replicaset" or "pod" or "endpoints" or "container" or "svc" => "app",
        "persistentvolumeclaim" => "pvc",
        "persistentvolume" => "pv",
        "horizontalpodautoscaler" => "hpa",
        "poddisruptionbudget" => "pdb",
        "validatingwebhookconfiguration" or "mutatingwebhookconfiguration" => "webhook",
        _ => kind,
    };

    [GeneratedRegex(@"[_\-\s]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^(-\d+|-[a-z0-9]{8,10}(-[a-z0-9]{5})?|-[a-z0-9]{5})$")]
    private static partial Regex PodSuffix();
}

internal sealed record Verdict(
    RecordedCase Case, DiagnosisReport Report, bool Cause1, bool Object1, bool Joint1, bool Cause3, bool Joint3, bool IsUndetermined)
{
    public double Confidence => Report.Hypotheses is [var first, ..] ? first.Confidence : 0;
}
