using System.Collections.Immutable;
using System.Text.RegularExpressions;
using k8s.Models;

namespace AiSre.Diagnosis.Scenes;

/// <summary>
/// What tells a service from the others of its namespace: its name and those of its workload, images and Secrets, and the package of the classes
/// that its log speaks of. Words that many share say nothing.
/// </summary>
internal static partial class ServiceWords
{
    /// <summary>A package that a log names this often, and this many times as often as any other log, is that program's own.</summary>
    private const int Often = 3;

    /// <summary>Less than this stands in many a path by chance.</summary>
    private const int Shortest = 4;

    public static IReadOnlyDictionary<string, ImmutableArray<string>> Of(Scene scene, string inNamespace)
    {
        var packages = Packages(scene, inNamespace);
        var said = scene.Cluster.Services.Where(service => service.Namespace() == inNamespace).DistinctBy(service => service.Name())
            .ToDictionary(service => service.Name(), service => Names(scene, service, packages).Distinct().ToList());
        var shared = said.Values.SelectMany(names => names.SelectMany(name => name.Split('-')).Distinct()).GroupBy(word => word)
            .Where(group => group.Count() * 3 > said.Count && group.Count() > 2).Select(group => group.Key).ToHashSet();
        return said.ToDictionary(pair => pair.Key, pair => pair.Value
            .Select(name => (Name: name, Word: Own(name, shared))).Where(one => one.Name == pair.Key || one.Word.Length >= Shortest)
            .Select(one => one.Word).Distinct().ToImmutableArray());
    }

    public static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static IEnumerable<string> Names(Scene scene, V1Service service, ILookup<string, string> packages)
    {
        yield return service.Name();
        foreach (var workload in scene.Behind(service))
        {
            yield return workload.Name;
            foreach (var container in workload.Containers)
            {
                if (container.Image is { } image) yield return image[(image.LastIndexOf('/') + 1)..].Split(':', '@')[0];
                foreach (var source in container.EnvFrom ?? []) if (source.SecretRef?.Name is { } secret) yield return secret;
            }

            foreach (var package in packages[workload.Name]) yield return package;
        }
    }

    /// <summary>The first part of the classes' names, where it is no abbreviation and not that of several programs.</summary>
    private static ILookup<string, string> Packages(Scene scene, string inNamespace)
    {
        var all = from entry in scene.Recent()
                  where entry.Workload?.Namespace == inNamespace
                  from line in entry.Lines
                  from found in Class().Matches(line.Line)
                  select (Workload: entry.Workload!.Name, Package: found.Groups["package"].Value);
        return (from one in all.CountBy(pair => pair)
                where one.Value >= Often
                group one by one.Key.Package into naming
                let most = naming.OrderByDescending(one => one.Value).ToList()
                where most.Count == 1 || most[0].Value >= Often * most[1].Value
                select most[0].Key).ToLookup(pair => pair.Workload, pair => pair.Package);
    }

    private static string Own(string name, HashSet<string> shared) =>
        Letters(string.Concat(name.Split('-').Where(word => !shared.Contains(word)).DefaultIfEmpty(name)));

    [GeneratedRegex(@"(?<![\w./-])(?<package>[a-z][a-z0-9]{3,})(?:\.[a-z]\w*)*\.[A-Z]\w+")]
    private static partial Regex Class();
}
