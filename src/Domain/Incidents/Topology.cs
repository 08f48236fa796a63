using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AiSre.Domain.Incidents;

/// <summary>
/// Which service needs which, from the workspace's topology file. Indirect needs count: the service in the middle may have no alert of its own.
/// </summary>
public sealed class Topology
{
    /// <summary>Nothing is known to need anything.</summary>
    public static readonly Topology Empty = new([]);

    private readonly FrozenDictionary<string, FrozenSet<string>> needs;

    /// <param name="dependencies">Service and the services that it calls; cycles are allowed.</param>
    public Topology(IEnumerable<KeyValuePair<string, IReadOnlyCollection<string>>> dependencies)
    {
        var direct = dependencies.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
        Calls = [.. direct.SelectMany(entry => entry.Value.Select(callee => (entry.Key, callee)))];
        this.needs = direct.Keys.ToFrozenDictionary(service => service, service => Reachable(service, direct), StringComparer.Ordinal);
    }

    /// <summary>Which service calls which, without what follows from it.</summary>
    public ImmutableArray<(string Caller, string Callee)> Calls { get; }

    /// <summary>
    /// True if <paramref name="service"/> needs <paramref name="other"/>, itself or through others. A service does not depend on itself.
    /// </summary>
    public bool DependsOn(string? service, string? other) =>
        service is not null && other is not null && this.needs.TryGetValue(service, out var needs) && needs.Contains(other);

    private static FrozenSet<string> Reachable(string service, Dictionary<string, IReadOnlyCollection<string>> direct)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { service };
        var open = new Stack<string>([service]);
        while (open.TryPop(out var next))
        {
            if (!direct.TryGetValue(next, out var needs)) continue;
            foreach (var need in needs)
            {
                if (reached.Add(need)) open.Push(need);
            }
        }
        reached.Remove(service);
        return reached.ToFrozenSet(StringComparer.Ordinal);
    }
}
