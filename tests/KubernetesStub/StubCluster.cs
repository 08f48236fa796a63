using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace AiSre.KubernetesStub;

/// <summary>A cluster's API server on a free loopback port, with what real ones keep to and with faults on demand.</summary>
public sealed class StubCluster : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly WebApplication server;
    private readonly ObjectStore store;
    private readonly Controllers controllers;
    private readonly ConcurrentDictionary<Fault, int> faults = [];
    private readonly ConcurrentQueue<ApiCall> calls = [];
    private readonly ConcurrentDictionary<Guid, ApiCall> held = [];
    private CancellationTokenSource mended = new();

    private StubCluster(StubSettings settings)
    {
        Settings = settings;
        store = new(settings.Clock);
        controllers = new(store, settings);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (settings.Certificate is { } certificate) listen.UseHttps(certificate);
            else listen.Protocols = HttpProtocols.Http1;
        }));
        server = builder.Build();
        server.Run(new StubRequests(this, store, controllers, gate).HandleAsync);
    }

    public StubSettings Settings { get; }

    public Uri Address => new(server.Urls.First());

    public WriteLog Writes { get; } = new();

    public PodLogs Logs { get; } = new();

    /// <summary>What was asked, refused or not.</summary>
    public IReadOnlyList<ApiCall> Calls => [.. calls];

    /// <summary>What hangs at this moment.</summary>
    public IReadOnlyCollection<ApiCall> Held => [.. held.Values];

    internal Paging Paging { get; } = new();

    public static async Task<StubCluster> StartAsync(StubSettings? settings = null)
    {
        var stub = new StubCluster(settings ?? new());
        await stub.server.StartAsync();
        foreach (var name in new[] { "default", "kube-system" }) stub.Add(new { kind = "Namespace", metadata = new { name } });
        return stub;
    }

    /// <summary>Puts an object there, given as the API writes it; its namespace is made when it is missing.</summary>
    public JsonObject Add(object one)
    {
        var added = one as JsonObject ?? KubeJson.Of(one);
        lock (gate)
        {
            if (ResourceKind.Of(KubeJson.Text(added["kind"])!).IsNamespaced && added.Namespace() is { Length: > 0 } name
                && store.Find(ResourceKind.Of("Namespace"), "", name) is null)
                store.Create(KubeJson.Of(new { kind = "Namespace", metadata = new { name } }));
            store.Create(added);
            controllers.Run(added.Namespace());
            return added.Copy();
        }
    }

    /// <summary>Becomes a copy of a cluster that was recorded. Its controllers must not run.</summary>
    /// <param name="objects">With their kinds; what is of no kind that is known here is left out.</param>
    public void Become(IEnumerable<JsonObject> objects)
    {
        if (Settings.ControllersRun) throw new InvalidOperationException("The controllers would change what was recorded.");
        lock (gate)
        {
            store.Clear();
            Logs.Clear();
            calls.Clear();
            foreach (var one in objects.Where(one => ResourceKind.Find(KubeJson.Text(one["kind"]) ?? "") is not null)) store.Put(one);
        }
    }

    /// <summary>As <c>/apis</c> answers.</summary>
    internal JsonObject Groups()
    {
        lock (gate)
        {
            return KubeJson.Of(new
            {
                kind = "APIGroupList",
                apiVersion = "v1",
                groups = ResourceKind.Groups(kind => store.All(kind.Kind).Any()).Select(group =>
                {
                    var version = new { groupVersion = $"{group.Group}/{group.Version}", version = group.Version };
                    return new { name = group.Group, versions = new[] { version }, preferredVersion = version };
                }),
            });
        }
    }

    public JsonObject? Find(string kind, string ns, string name)
    {
        lock (gate) return store.Find(ResourceKind.Of(kind), ns, name)?.Copy();
    }

    public IReadOnlyList<JsonObject> All(string kind, string ns = "")
    {
        lock (gate) return [.. store.All(kind, ns).Select(one => one.Copy())];
    }

    /// <summary>Changes an object as somebody else than the one who is tested would.</summary>
    public JsonObject Edit(string kind, string ns, string name, Action<JsonObject> change)
    {
        lock (gate)
        {
            var one = store.Change(store.Get(ResourceKind.Of(kind), ns, name), change);
            controllers.Run(ns);
            return one.Copy();
        }
    }

    /// <summary>Deletes it at once, whoever holds it; its controller makes another.</summary>
    public void Remove(string kind, string ns, string name)
    {
        lock (gate)
        {
            store.Remove(store.Get(ResourceKind.Of(kind), ns, name));
            controllers.Run(ns);
        }
    }

    /// <summary>Marks it as being deleted.</summary>
    public void Terminate(string kind, string ns, string name)
    {
        lock (gate)
        {
            store.Change(store.Get(ResourceKind.Of(kind), ns, name), one =>
            {
                one.Meta()["deletionTimestamp"] = KubeJson.Time(store.Now);
                one.Meta()["deletionGracePeriodSeconds"] = 30;
            });
            controllers.Run(ns);
        }
    }

    /// <summary>Time passes: new pods come nearer to being ready.</summary>
    public void Step()
    {
        lock (gate)
        {
            controllers.Step();
            controllers.Run();
        }
    }

    public void Break(Fault fault) => faults[fault] = 0;

    /// <summary>No fault from now on. What hangs goes on.</summary>
    public void Mend()
    {
        faults.Clear();
        using var before = Interlocked.Exchange(ref mended, new());
        before.Cancel();
    }

    /// <summary>Tokens of lists that were given until now are too old.</summary>
    public void ExpireLists() => Paging.Expire();

    /// <summary>The next so many parts of lists are given, and then their tokens are too old.</summary>
    public void ExpireListsAfter(int parts) => Paging.ExpireAfter(parts);

    /// <summary>Writes a kubeconfig that leads here.</summary>
    public string WriteKubeconfig(string path, string context = "stub", string? token = null)
    {
        var authority = Settings.Certificate is { } certificate
            ? $"\n    certificate-authority-data: {Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()))}"
            : "";
        File.WriteAllText(path, $"""
            apiVersion: v1
            kind: Config
            current-context: {context}
            clusters:
            - name: stub
              cluster:
                server: {Address.ToString().TrimEnd('/')}{authority}
            contexts:
            - name: {context}
              context:
                cluster: stub
                user: stub
            users:
            - name: stub
              user:
                token: {token ?? Settings.Token ?? "any"}
            """);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await server.StopAsync(soon.Token);
        await server.DisposeAsync();
    }

    internal void Note(ApiCall call) => calls.Enqueue(call);

    /// <summary>Returns when the faults are mended, and throws when the caller gives up before.</summary>
    internal async Task HoldAsync(ApiCall call, CancellationToken aborted)
    {
        var (id, mend) = (Guid.NewGuid(), mended.Token);
        held[id] = call;
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, mend);
            await Task.Delay(Timeout.InfiniteTimeSpan, either.Token);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            // Mended.
        }
        finally
        {
            held.TryRemove(id, out _);
        }
    }

    /// <summary>The first fault that is for a call and is not used up.</summary>
    internal Fault? FaultFor(ApiCall call)
    {
        foreach (var fault in faults.Keys.Where(fault => fault.IsFor(call)))
        {
            if (fault.AfterWrites && Writes.All.All(write => write.Namespace != fault.Namespace)) continue;
            var used = faults.AddOrUpdate(fault, 1, static (_, before) => before + 1);
            if (fault.Times is not { } times || used <= times) return fault;
        }
        return null;
    }
}
