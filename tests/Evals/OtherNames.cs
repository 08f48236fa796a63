using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AiSre.Evals;

/// <summary>
/// Random names for all that a recorded case calls by a name: workloads, services, config maps, claims, volumes, namespaces, nodes, images and
/// registries. What Kubernetes fixes keeps its name; what is named after another (a pod after its ReplicaSet) is still named after it.
/// </summary>
internal sealed partial class OtherNames
{
    private static readonly string[] Named = ["deployments", "statefulsets", "daemonsets", "cronjobs", "jobs", "replicasets", "services", "endpoints",
        "pods", "configmaps", "persistentvolumes", "namespaces", "nodes"];

    private static readonly string[] Fixed = ["default", "istio-system", "kubernetes", "kube-root-ca.crt", "istio-ca-root-cert", "istio-ca-crl"];

    /// <summary>Quotes inside of strings stay quotes.</summary>
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly RandomWords words;
    private readonly bool keepsProducts;
    private readonly HashSet<string> taken;
    private readonly HashSet<string> namespaces;
    private readonly Dictionary<string, string> names = [];

    private OtherNames(JsonObject all, int seed, string id)
    {
        this.words = new(seed, id);
        this.keepsProducts = this.words.Tosses();
        var cluster = all["cluster"]!.AsObject();
        this.taken = [.. Fixed, .. Properties(cluster)];
        foreach (var one in Items(cluster, Named).Where(IsFixed)) this.taken.Add(Name(one));
        this.namespaces = [.. Items(cluster, "namespaces").Select(Name).Append((string?)all["case"]!["namespace"] ?? "default").Except(this.taken)];
        foreach (var name in this.namespaces) Give(name);
        foreach (var one in Items(cluster, Named).Where(one => !IsFixed(one))) Give(Name(one), Owner(one));
        foreach (var claim in Items(cluster, "persistentvolumeclaims").Select(Name)) GiveClaim(claim, Items(cluster, "statefulsets").Select(Name));
        foreach (var called in all["extra"]?["GetServiceDependencies"] as JsonObject ?? []) Give(called.Key);
        foreach (var found in AfterSlash().Matches(all["case"]!["truth"]!.ToJsonString()).Select(match => match.Groups["name"].Value)) Give(found);
        foreach (var seen in Items(cluster, "events").Select(one => (string?)one["involvedObject"]?["name"]).OfType<string>()
            .Concat((all["logs"] as JsonObject ?? []).Select(log => log.Key.Split('/', '?')[0]))) GiveAfterAnother(seen);
        foreach (var image in Images(cluster).Distinct().ToList()) GiveImage(image);
    }

    /// <summary>The same choice for the same seed and case.</summary>
    public static JsonObject Give(JsonObject all, int seed, string id)
    {
        var found = new OtherNames(all, seed, id);
        return JsonNode.Parse(new NamesInText(found.names, found.namespaces).Replace(all.ToJsonString(AsWritten)))!.AsObject();
    }

    private void Give(string name, string? owner = null)
    {
        if (name.Length == 0 || this.taken.Contains(name) || this.names.ContainsKey(name)) return;
        this.names[name] = owner is not null && this.names.TryGetValue(owner, out var other) && name.StartsWith(owner, StringComparison.Ordinal)
            ? other + name[owner.Length..]
            : this.words.Name();
    }

    /// <summary>A claim of a StatefulSet is called by its template, the set and the number of the pod.</summary>
    private void GiveClaim(string claim, IEnumerable<string> sets)
    {
        foreach (var set in sets.Where(this.names.ContainsKey))
        {
            if (Regex.Match(claim, $@"^(?<template>.+-){Regex.Escape(set)}(?<number>-\d+)$") is not { Success: true } found) continue;
            this.names[claim] = found.Groups["template"].Value + this.names[set] + found.Groups["number"].Value;
        }

        Give(claim);
    }

    private void GiveAfterAnother(string name)
    {
        if (this.names.ContainsKey(name) || this.taken.Contains(name)) return;
        var owner = this.names.Keys.Where(other => name.StartsWith(other + "-", StringComparison.Ordinal)).MaxBy(other => other.Length);
        if (owner is not null) this.names[name] = this.names[owner] + name[owner.Length..];
    }

    /// <summary>Official images of Docker Hub stay official; whether an image still says its product is the seed's choice.</summary>
    private void GiveImage(string image)
    {
        var name = Tag().Replace(image, "");
        var parts = name.Split('/');
        if (parts is [""] || Fixed.Contains(name)) return;
        var hasRegistry = parts.Length > 1 && (parts[0].Contains('.', StringComparison.Ordinal) || parts[0].Contains(':', StringComparison.Ordinal));
        if (hasRegistry && parts[0] is not "docker.io" && !this.names.ContainsKey(parts[0]))
        {
            this.names[parts[0]] = $"{this.words.Word()}.{this.words.Word()}.io";
        }

        var path = parts.Skip(hasRegistry ? 1 : 0).ToList();
        var other = path.Select((part, at) => part == "library" ? part : at == path.Count - 1 ? Last(part) : this.words.Of(part)).ToList();
        if (path.Count > 1) this.names[string.Join('/', path)] = string.Join('/', other);
        if (hasRegistry) this.names[name] = string.Join('/', other.Prepend(this.names.GetValueOrDefault(parts[0], parts[0])));
        else if (path.Count == 1 && name != image) this.names[image] = other[0] + image[name.Length..];
    }

    private string Last(string part) => NamesInText.Product().IsMatch(part) && this.keepsProducts ? part
        : this.names.GetValueOrDefault(part) ?? this.words.Of(part);

    private static bool IsFixed(JsonNode one) => Name(one).StartsWith("kube-", StringComparison.Ordinal)
        || ((string?)one["metadata"]!["namespace"] is { } home && (home.StartsWith("kube-", StringComparison.Ordinal) || home == "istio-system"));

    private static string Name(JsonNode one) => (string)one["metadata"]!["name"]!;
    private static string? Owner(JsonNode one) => (string?)(one["metadata"]!["ownerReferences"] as JsonArray)?.FirstOrDefault()?["name"];

    private static IEnumerable<JsonNode> Items(JsonObject cluster, params string[] plurals) =>
        plurals.SelectMany(plural => (cluster[plural] as JsonArray ?? []).OfType<JsonObject>());

    /// <summary>A word that is also the name of a field could not be told from it.</summary>
    private static IEnumerable<string> Properties(JsonNode? node) => node switch
    {
        JsonObject one => one.SelectMany(pair => Properties(pair.Value).Prepend(pair.Key)),
        JsonArray several => several.SelectMany(Properties),
        _ => [],
    };

    private static IEnumerable<string> Images(JsonNode? node) => node switch
    {
        JsonObject one => one.SelectMany(pair => pair is { Key: "image", Value: JsonValue value } && value.TryGetValue<string>(out var image)
            ? [image] : Images(pair.Value)),
        JsonArray several => several.SelectMany(Images),
        _ => [],
    };

    [GeneratedRegex(@"(?:@sha256:\w+|:[\w.-]+)+$")]
    private static partial Regex Tag();

    [GeneratedRegex(@"""(?:app|node|namespace|job|cronjob|pvc|pv|configmap|service)/(?<name>[^""/]+)""")]
    private static partial Regex AfterSlash();
}
