using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;
using k8s;
using k8s.Models;

namespace AiSre.Integrations.Diagnosis;

/// <summary>
/// Reads in two steps: where the symptom shows, with what belongs to the whole cluster; then the workspace's other namespaces whose services are
/// called from there.
/// </summary>
internal sealed class SnapshotReader(Gathering to, Func<string, bool> isOwn)
{
    private const int MostCalled = 5;

    public async Task<ClusterSnapshot> ReadAsync(Symptom symptom)
    {
        var groups = CustomLists.GroupsAsync(to);
        var namespaces = NamespacesAsync();
        var places = await SymptomPlaces.FindAsync(to, symptom, isOwn);
        var known = await groups;
        var snapshot = await AddAsync(
            new() { Cluster = to.Cluster.Name, At = to.Cluster.Clock.GetUtcNow() },
            [
                namespaces, .. ClusterWideLists.Read(to, places), .. CustomLists.Read(to, known, ""),
                .. places.SelectMany(ns => OfNamespace(ns, known)),
            ]);
        if (symptom.Namespace is { Length: > 0 } meant && !isOwn(meant))
            to.Note(new("pods", meant), "the namespace does not belong to this workspace");
        var there = snapshot.Namespaces.Select(ns => ns.Metadata.Name).ToHashSet();
        var called = Addresses.Namespaces(snapshot).Where(ns => there.Contains(ns) && !places.Contains(ns)).Take(MostCalled).ToList();
        snapshot = await AddAsync(snapshot, called.SelectMany(ns => OfNamespace(ns, known)));
        return snapshot with { Unavailable = to.Unavailable };
    }

    private IEnumerable<Task<Func<ClusterSnapshot, ClusterSnapshot>>> OfNamespace(string ns, IReadOnlyDictionary<string, string> groups) =>
        NamespaceLists.Read(to, ns).Concat(CustomLists.Read(to, groups, ns));

    private Task<Func<ClusterSnapshot, ClusterSnapshot>> NamespacesAsync() => to.ReadAsync<V1NamespaceList, V1Namespace>(new("namespaces"),
        (api, next, call) => api.CoreV1.ListNamespaceAsync(continueParameter: next, limit: to.Cluster.Limits.Page, cancellationToken: call),
        (snapshot, found) => snapshot with { Namespaces = found }, ns => isOwn(ns.Metadata.Name));

    private static async Task<ClusterSnapshot> AddAsync(ClusterSnapshot to, IEnumerable<Task<Func<ClusterSnapshot, ClusterSnapshot>>> reads) =>
        (await Task.WhenAll(reads)).Aggregate(to, (snapshot, add) => add(snapshot));
}
