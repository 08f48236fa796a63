using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;

namespace AiSre.Diagnosis.Signs;

/// <summary>
/// Credentials that were good when a container started and are refused now: what it was given then has been changed since. Secrets are never read.
/// </summary>
internal static class StaleCredentials
{
    private static readonly TimeSpan WorkedFor = TimeSpan.FromMinutes(30);

    /// <summary>Until when it worked; null where it was refused from its start, or nothing says when that was.</summary>
    public static Sighting? Since(Scene scene, LogHit hit, Regex refused)
    {
        if (hit is not { Workload.Template.Spec: { } template, Pod: { } pod } || !ReadsSecret(template)) return null;
        var started = pod.Containers().Select(container => container.State?.Running?.StartedAt.Utc()).Where(at => at is not null).Min();
        var lines = scene.Recent().FirstOrDefault(entry => entry.Log == hit.Log).Lines;
        if (started is null || lines.IsDefaultOrEmpty) return null;
        var first = lines.FirstOrDefault(entry => refused.IsMatch(entry.Line)).At;
        var isLater = first is not null && lines[0].At < first && first - started >= WorkedFor;
        return isLater ? Sighting.Of(hit.Who, string.Create(CultureInfo.InvariantCulture,
            $"{hit.Who.Name}: pod {hit.Log.Pod} runs since {started:u}; the first refusal in its log is of {first:u}"), first) : null;
    }

    private static bool ReadsSecret(k8s.Models.V1PodSpec spec) =>
        (spec.Containers ?? []).Any(container => container.EnvFrom?.Any(from => from.SecretRef is not null) == true
            || container.Env?.Any(one => one.ValueFrom?.SecretKeyRef is not null) == true)
        || spec.Volumes?.Any(volume => volume.Secret is not null) == true;
}
