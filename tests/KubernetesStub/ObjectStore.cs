using System.Globalization;
using System.Text.Json.Nodes;

namespace AiSre.KubernetesStub;

/// <summary>The objects, with the versions that writes are checked against. Whoever uses it holds its lock.</summary>
public sealed class ObjectStore(TimeProvider clock)
{
    private readonly SortedDictionary<(string Kind, string Namespace, string Name), JsonObject> objects = new(
        Comparer<(string Kind, string Namespace, string Name)>.Create((one, other) => string.CompareOrdinal(
            $"{one.Kind}/{one.Namespace}/{one.Name}", $"{other.Kind}/{other.Namespace}/{other.Name}")));

    private long version = 1_000;
    private int uids;

    public string Version => version.ToString(CultureInfo.InvariantCulture);

    public DateTimeOffset Now => clock.GetUtcNow();

    public JsonObject? Find(ResourceKind kind, string ns, string name) => objects.GetValueOrDefault((kind.Kind, ns, name));

    public JsonObject Get(ResourceKind kind, string ns, string name) => Find(kind, ns, name) ?? throw StatusException.NotFound(kind, name);

    /// <summary>In the order of namespace and name.</summary>
    public IEnumerable<JsonObject> All(string kind, string ns = "") => [.. objects
        .Where(pair => pair.Key.Kind == kind && (ns.Length == 0 || pair.Key.Namespace == ns)).Select(pair => pair.Value)];

    public JsonObject Create(JsonObject one)
    {
        var kind = ResourceKind.Of(KubeJson.Text(one["kind"])!);
        var meta = one.Meta();
        if (kind.IsNamespaced) meta["namespace"] ??= "default";
        if (Find(kind, one.Namespace(), one.Name()) is not null)
        {
            throw new StatusException(409, "AlreadyExists", $"{kind.Plural} \"{one.Name()}\" already exists")
            {
                Kind = kind.Plural, Name = one.Name(),
            };
        }
        one["apiVersion"] ??= kind.ApiVersion;
        meta["uid"] = Uid();
        meta["creationTimestamp"] ??= KubeJson.Time(Now);
        meta["generation"] ??= 1;
        Touch(one);
        objects[(kind.Kind, one.Namespace(), one.Name())] = one;
        return one;
    }

    /// <summary>An object as it was somewhere else, with its UID and its times.</summary>
    public void Put(JsonObject one)
    {
        var kind = ResourceKind.Of(KubeJson.Text(one["kind"])!);
        one["apiVersion"] = kind.ApiVersion;
        if (one.Uid().Length == 0) one.Meta()["uid"] = Uid();
        Touch(one);
        objects[(kind.Kind, one.Namespace(), one.Name())] = one;
    }

    public void Clear() => objects.Clear();

    /// <summary>A change of an object that is here: its version grows, and its generation with its spec.</summary>
    public JsonObject Change(JsonObject one, Action<JsonObject> change)
    {
        var (spec, all) = (one["spec"]?.ToJsonString(), one.ToJsonString());
        change(one);
        if (one.ToJsonString() == all) return one;
        if (one["spec"]?.ToJsonString() != spec) one.Meta()["generation"] = KubeJson.Whole(one.Meta()["generation"]) + 1;
        Touch(one);
        if (one.IsTerminating() && Finalizers(one) == 0 && KubeJson.Whole(one.Meta()["deletionGracePeriodSeconds"]) == 0) Remove(one);
        return one;
    }

    /// <summary>Marks it as being deleted, and takes it away as soon as no finalizer and no grace period holds it.</summary>
    public void Delete(JsonObject one, int grace)
    {
        var left = one.IsTerminating() ? Math.Min(grace, KubeJson.Whole(one.Meta()["deletionGracePeriodSeconds"])) : grace;
        Change(one, changed =>
        {
            changed.Meta()["deletionTimestamp"] ??= KubeJson.Time(Now + TimeSpan.FromSeconds(grace));
            changed.Meta()["deletionGracePeriodSeconds"] = left;
        });
    }

    public void Remove(JsonObject one)
    {
        objects.Remove((KubeJson.Text(one["kind"])!, one.Namespace(), one.Name()));
        version++;
    }

    private static int Finalizers(JsonObject one) => (one.Meta()["finalizers"] as JsonArray)?.Count ?? 0;

    private void Touch(JsonObject one) => one.Meta()["resourceVersion"] = (++version).ToString(CultureInfo.InvariantCulture);

    private string Uid() => $"{++uids:x8}-0000-4000-8000-{uids:x12}";
}
