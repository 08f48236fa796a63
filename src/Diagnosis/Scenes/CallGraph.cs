using AiSre.Domain.Diagnosis;

namespace AiSre.Diagnosis.Scenes;

/// <summary>
/// Which workload calls which: by what it is told (environment, arguments, config maps), by the addresses in its log, and by what a topology file
/// says.
/// </summary>
public sealed class CallGraph
{
    private const int MostText = 64 * 1024;
    private readonly Dictionary<Component, HashSet<Component>> calls = [];
    private readonly Dictionary<Component, HashSet<Component>> callers = [];

    internal CallGraph(Scene scene, IEnumerable<KnownCall> known)
    {
        var maps = scene.Cluster.ConfigMaps.ToLookup(map => (map.Metadata.NamespaceProperty ?? "", map.Metadata.Name));
        foreach (var workload in scene.Workloads)
        {
            foreach (var host in Told(workload, name => maps[(workload.Namespace, name)].SelectMany(map => map.Data?.Values ?? [])))
            {
                if (scene.Answering(host, workload.Namespace) is { } other) Add(workload.Component, other.Component);
            }
        }

        foreach (var (log, workload, _, lines) in scene.Recent().Where(entry => entry.Workload is not null))
        {
            foreach (var host in lines.SelectMany(entry => ServiceAddress.Within(entry.Line)).Select(address => address.Host).Distinct())
            {
                if (scene.Answering(host, log.Namespace) is { } other) Add(workload!.Component, other.Component);
            }
        }

        foreach (var call in known)
        {
            foreach (var from in scene.Workloads.Where(workload => workload.Name == call.From))
            {
                if (scene.Answering(call.To, from.Namespace) is { } other) Add(from.Component, other.Component);
            }
        }
    }

    public IReadOnlyCollection<Component> CallsOf(Component workload) => this.calls.GetValueOrDefault(workload, []);
    public IReadOnlyCollection<Component> CallersOf(Component workload) => this.callers.GetValueOrDefault(workload, []);

    /// <summary>Everything that can be reached by calls, and over how many; what it starts from at 0.</summary>
    public IReadOnlyDictionary<Component, int> From(IEnumerable<Component> starts)
    {
        var reached = new Dictionary<Component, int>();
        var open = new Queue<Component>();
        foreach (var start in starts.Where(start => reached.TryAdd(start, 0))) open.Enqueue(start);
        while (open.TryDequeue(out var next))
        {
            foreach (var call in CallsOf(next).Where(call => reached.TryAdd(call, reached[next] + 1))) open.Enqueue(call);
        }

        return reached;
    }

    public bool DependsOn(Component workload, Component other) => workload != other && From([workload]).ContainsKey(other);

    private void Add(Component from, Component to)
    {
        if (from == to) return;
        if (!this.calls.TryGetValue(from, out var all)) this.calls[from] = all = [];
        if (!this.callers.TryGetValue(to, out var back)) this.callers[to] = back = [];
        all.Add(to);
        back.Add(from);
    }

    private static IEnumerable<string> Told(LiveWorkload workload, Func<string, IEnumerable<string>> mapNamed)
    {
        foreach (var container in workload.Containers)
        {
            foreach (var variable in container.Env ?? [])
            {
                if (variable.Value is { Length: > 0 } value) foreach (var address in ServiceAddress.AllOf(value)) yield return address.Host;
                if (variable.ValueFrom?.ConfigMapKeyRef?.Name is { } key) foreach (var host in InMap(key)) yield return host;
            }

            foreach (var source in container.EnvFrom ?? [])
            {
                if (source.ConfigMapRef?.Name is { } name) foreach (var host in InMap(name)) yield return host;
            }

            foreach (var word in (container.Command ?? []).Concat(container.Args ?? []))
            {
                foreach (var address in ServiceAddress.AllOf(word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..])) yield return address.Host;
            }
        }

        foreach (var volume in workload.Template.Spec?.Volumes ?? [])
        {
            if (volume.ConfigMap?.Name is { } name) foreach (var host in InMap(name)) yield return host;
        }

        IEnumerable<string> InMap(string name) => mapNamed(name).Where(text => text.Length < MostText)
            .SelectMany(text => ServiceAddress.AllOf(text).Concat(text.Split('\n').SelectMany(ServiceAddress.Within)))
            .Select(address => address.Host);
    }
}
