using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AiSre.KubernetesStub;

/// <summary>What a verb is done to, and with what.</summary>
internal sealed record StubCall(StubCluster Stub, ObjectStore Store, ResourcePath Path, IQueryCollection Query, JsonObject? Body)
{
    public bool IsDryRun => Query["dryRun"] == "All"
        || ((Body?["dryRun"] ?? Body?["deleteOptions"]?["dryRun"]) as JsonArray)?.Any(stage => KubeJson.Text(stage) is "All") is true;

    public JsonObject Object => Store.Get(Path.Kind, Path.Namespace, Path.Name);

    public int? Number(string name) => int.TryParse(Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>The verbs of the API. Whoever calls holds the lock.</summary>
internal static class StubVerbs
{
    public static (int Code, object Answer) Do(StubCall call, ApiCall asked)
    {
        var (code, answer, uid) = Answer(call, asked.Verb);
        if (asked.Verb is not ("get" or "list") && !call.IsDryRun)
            call.Stub.Writes.Add(new(asked.Verb, asked.Resource, asked.Namespace, asked.Name, uid, call.Body?.ToJsonString() ?? ""));
        return (code, answer);
    }

    private static (int Code, object Answer, string Uid) Answer(StubCall call, string verb) => (verb, call.Path.Subresource) switch
    {
        ("get", "") => Of(200, call.Object),
        ("get", "log") => (200, Log(call), ""),
        ("get", "scale") when Scales.Has(call.Path.Kind) => (200, Scales.Of(call.Object), ""),
        ("list", "") => (200, List(call), ""),
        ("create", "") => Create(call),
        ("create", "eviction") when call.Path.Kind.Kind is "Pod" => Evict(call),
        ("update", "") => Of(200, Update(call, call.Body?.Copy() ?? throw StatusException.BadRequest("a body is needed"))),
        ("patch", "") => Of(200, Update(call, Patched(call, call.Object))),
        ("update", "scale") when Scales.Has(call.Path.Kind) =>
            (200, Scales.Set(call.Store, call.Path.Kind, call.Object, call.Body!, call.IsDryRun), call.Object.Uid()),
        ("patch", "scale") when Scales.Has(call.Path.Kind) =>
            (200, Scales.Set(call.Store, call.Path.Kind, call.Object, Patched(call, Scales.Of(call.Object)), call.IsDryRun), call.Object.Uid()),
        ("delete", "") => Delete(call),
        _ => throw new StatusException(405, "MethodNotAllowed", "the server does not allow this method on the requested resource"),
    };

    private static (int, object, string) Of(int code, JsonObject one) => (code, one.Copy(), one.Uid());

    private static JsonObject List(StubCall call)
    {
        if (call.Query["watch"] == "true") throw StatusException.BadRequest("this server has no watches");
        var labels = Selection.Labels(call.Query["labelSelector"]);
        var fields = Selection.Fields(call.Path.Kind, call.Query["fieldSelector"]);
        var (items, next, remaining) = call.Stub.Paging.Part(
            () => [.. call.Store.All(call.Path.Kind.Kind, call.Path.Namespace).Where(one => labels(one) && fields(one)).Select(one => one.Copy())],
            call.Number("limit") ?? 0, call.Query["continue"].FirstOrDefault() is { Length: > 0 } token ? token : null);
        var meta = new JsonObject { ["resourceVersion"] = call.Store.Version };
        if (next is not null)
        {
            meta["continue"] = next;
            // Only without a selector the server knows.
            if (!call.Query.ContainsKey("labelSelector") && !call.Query.ContainsKey("fieldSelector")) meta["remainingItemCount"] = remaining;
        }
        return new()
        {
            ["kind"] = $"{call.Path.Kind.Kind}List",
            ["apiVersion"] = call.Path.Kind.ApiVersion,
            ["metadata"] = meta,
            ["items"] = new JsonArray([.. items.Select(Item)]),
        };
    }

    /// <summary>In lists objects do not say what they are.</summary>
    private static JsonObject Item(JsonObject one)
    {
        var item = one.Copy();
        item.Remove("kind");
        item.Remove("apiVersion");
        return item;
    }

    private static (int, object, string) Create(StubCall call)
    {
        var one = call.Body?.Copy() ?? throw StatusException.BadRequest("a body is needed");
        one["kind"] = call.Path.Kind.Kind;
        if (call.Path.Kind.IsNamespaced) one.Meta()["namespace"] = call.Path.Namespace;
        RefuseEndingNamespace(call);
        return Of(201, call.IsDryRun ? one : call.Store.Create(one));
    }

    private static (int, object, string) Evict(StubCall call)
    {
        var pod = call.Object;
        if (KubeJson.Text(call.Body?["kind"]) is not "Eviction") throw StatusException.BadRequest("an Eviction is needed");
        RefuseEndingNamespace(call);
        return (201, Evictions.Evict(call.Store, pod, call.Body!, call.IsDryRun, call.Stub.Settings.BudgetRetryAfter), pod.Uid());
    }

    private static (int, object, string) Delete(StubCall call)
    {
        var one = call.Object;
        return (200, Deletions.Delete(call.Store, call.Path.Kind, one, call.Body, call.IsDryRun), one.Uid());
    }

    private static JsonObject Update(StubCall call, JsonObject wanted)
    {
        var (one, kind) = (call.Object, call.Path.Kind);
        if (wanted.ResourceVersion() is { Length: > 0 } version && version != one.ResourceVersion()) throw Scales.Stale(kind, one.Name());
        if (wanted.Uid() is { Length: > 0 } uid && uid != one.Uid())
            throw StatusException.Conflict(kind, one.Name(), $"Precondition failed: UID in precondition: {uid}, UID in object meta: {one.Uid()}");
        if (call.IsDryRun) return wanted;
        return call.Store.Change(one, target =>
        {
            // The status is the controllers'.
            foreach (var key in target.Select(pair => pair.Key).Where(key => key is not ("status" or "kind" or "apiVersion" or "metadata")).ToList())
                target.Remove(key);
            foreach (var (key, value) in wanted)
                if (key is not ("status" or "kind" or "apiVersion" or "metadata")) target[key] = value?.DeepClone();
            foreach (var key in new[] { "labels", "annotations", "finalizers", "ownerReferences" })
            {
                if (wanted["metadata"]?[key] is { } value) target.Meta()[key] = value.DeepClone();
                else target.Meta().Remove(key);
            }
        });
    }

    private static JsonObject Patched(StubCall call, JsonObject one)
    {
        var patched = one.Copy();
        KubeJson.Merge(patched, call.Body ?? throw StatusException.BadRequest("a body is needed"));
        return patched;
    }

    private static string Log(StubCall call) => call.Stub.Logs.Read(call.Object, call.Query["container"].FirstOrDefault(),
        call.Query["previous"] == "true", call.Number("tailLines"), call.Number("limitBytes"));

    private static void RefuseEndingNamespace(StubCall call)
    {
        var (ns, kind) = (call.Path.Namespace, ResourceKind.Of("Namespace"));
        if (ns.Length == 0) return;
        if (call.Store.Get(kind, "", ns).IsTerminating())
        {
            throw new StatusException(403, "Forbidden", $"{call.Path.Kind.Plural} \"{call.Path.Name}\" is forbidden: unable to create new content in "
                + $"namespace {ns} because it is being terminated") { Cause = ("NamespaceTerminating", $"namespace {ns} is being terminated") };
        }
    }
}
