using System.Collections.Immutable;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Rules;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;
using AiSre.Integrations.Tests.Kubernetes;

namespace AiSre.Integrations.Tests.Diagnosis;

/// <summary>What is gathered for a symptom, caught by a rule that finds nothing.</summary>
internal static class Looks
{
    public static readonly Symptom OfShop = new()
    {
        Title = "checkout is down", Namespace = "shop", Service = "checkout", StartedAt = DateTimeOffset.UtcNow,
    };

    public static async Task<(Scene Scene, DiagnosisReport Report)> LookAsync(
        this StubbedCluster cluster, Symptom? symptom = null, string workspace = "default", string? name = null)
    {
        Scene? seen = null;
        var rule = Rule(scene =>
        {
            seen = scene;
            return [];
        });
        var report = await cluster.Diagnostician(rule).ExplainAsync(workspace, name, symptom ?? OfShop, 50);
        return (seen!, report);
    }

    public static Rule Rule(Func<Scene, IEnumerable<Finding>> see, params ImmutableArray<string> needs) => new("made_up", see)
    {
        Needs = needs, LooksAt = "everything", Advice = "Mend it.", Expected = "It is well.",
    };
}
