using System.Collections.Immutable;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Clients that are given an address at which nothing answers.</summary>
internal static class ClientAddressRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new("service_env_var_address_mismatch", scene => Addresses(scene).Concat(Asked(scene)))
        {
            Needs = ["services"],
            LooksAt = "Addresses that workloads are given in their environment and in config maps, and names in their logs that do not exist, "
                + "against the Services and their ports",
            Advice = "Correct the address that the client is given.",
            Expected = "The client connects.",
        },
    ];

    private static IEnumerable<Finding> Addresses(Scene scene)
    {
        var all = ClientAddresses.All(scene);
        foreach (var one in all)
        {
            if (one.Service is { } service)
            {
                if (one.Address.Port is not { } port || service.Spec?.Ports is not { Count: > 0 } ports
                    || ports.Any(offered => offered.Port == port)) continue;
                var isHeadless = service.Spec.ClusterIP is null or "None";
                if (isHeadless && scene.Behind(service).SelectMany(workload => workload.Containers).SelectMany(container => container.Ports ?? [])
                    .Any(offered => offered.ContainerPort == port)) continue;
                var others = all.Where(other => other.Service == service && other.Client != one.Client && other.Address.Port is not null).ToList();
                var isAlone = others.Count == 0 || others.Any(other => other.Address.Port != port);
                var offers = string.Join(", ", ports.Select(offered => ServiceRoutingRules.Number(offered.Port)));
                yield return Wrong(scene, one, isAlone ? 0.91 : 0.4, Statement.That(
                    $"{one.Client.Name} is given the address {one.Text} ({one.Where}), but Service {service.Name()} offers port {offers}: the "
                        + $"port is wrong.",
                    one.Seen, Sighting.Of(ServiceRoutingRules.Component(service), $"{service.Name()}: ports {offers}")));
            }
            else if (ServiceRoutingRules.Unserved(scene, one.Client.Namespace, one.Address.Host) is null
                && (one.Address.Port is not null || one.Address.HasScheme || IsInLog(scene, one)))
            {
                // An address that nobody misses is often one of a part that is not installed; one that is nearly right is a slip.
                var meant = IsInLog(scene, one) ? null : Meant(scene, all, one);
                yield return Wrong(scene, one, IsInLog(scene, one) ? 0.9 : meant is not null ? 0.85 : 0.4, Statement.That(
                    $"{one.Client.Name} is given a wrong address, {one.Text} ({one.Where}): there is no Service of the name {one.Address.Host}.",
                    one.Seen, Sighting.Of(new Component("Service", one.Client.Namespace, one.Address.Host), "there is no such object")), meant);
            }
        }
    }

    /// <summary>What a client asked for, wherever it was told that name.</summary>
    private static IEnumerable<Finding> Asked(Scene scene) =>
        from pair in LostNames.All(scene)
        where ServiceRoutingRules.Unserved(scene, pair.Hit.Log.Namespace, pair.Host.Split('.')[0]) is null
        select new Finding
        {
            Component = pair.Hit.Who, Confidence = 0.82,
            RootCause = Statement.That($"{pair.Hit.Who.Name} calls a wrong address: there is no Service of the name {pair.Host}.",
                pair.Hit.Seen, RuntimeRules.Named(pair.Hit)),
            Because = [Statement.That($"Its log says: {RuntimeRules.Short(pair.Hit.Line)}", pair.Hit.Seen)],
        };

    /// <summary>The one Service that all others are given under the same variable, or one whose name is nearly the same.</summary>
    private static V1Service? Meant(Scene scene, ImmutableArray<ClientAddress> all, ClientAddress one) =>
        all.Where(other => other.Where == one.Where && other.Client != one.Client && other.Client.Namespace == one.Client.Namespace
            && other.Address.Port == one.Address.Port).Select(other => other.Service).Distinct().ToList() is [{ } same]
            ? same
            : AlmostNamed(scene, one);

    /// <summary>A Service whose name differs in a letter or two, or by a part before or after.</summary>
    private static V1Service? AlmostNamed(Scene scene, ClientAddress one) => scene.Cluster.Services.FirstOrDefault(service =>
        service.Namespace() == one.Client.Namespace && service.Name().Length > 3 && one.Address.Host.Split('.')[0] is var host
        && (Distance(service.Name(), host) <= 2 || host.StartsWith(service.Name() + "-", StringComparison.Ordinal)
            || host.EndsWith("-" + service.Name(), StringComparison.Ordinal) || Letters(host) == Letters(service.Name())));

    private static string Letters(string name) => string.Concat(name.Where(char.IsLetter));

    /// <summary>How many letters to add, leave out or exchange.</summary>
    private static int Distance(string from, string to)
    {
        if (Math.Abs(from.Length - to.Length) > 2) return int.MaxValue;
        var last = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var row = 1; row <= from.Length; row++)
        {
            var next = new int[to.Length + 1];
            next[0] = row;
            for (var column = 1; column <= to.Length; column++)
            {
                var exchanged = last[column - 1] + (from[row - 1] == to[column - 1] ? 0 : 1);
                next[column] = Math.Min(exchanged, Math.Min(last[column], next[column - 1]) + 1);
            }

            last = next;
        }

        return last[^1];
    }

    private static Finding Wrong(Scene scene, ClientAddress one, double confidence, Statement says, V1Service? meant = null) => new()
    {
        Component = one.Client.Component, Confidence = confidence, RootCause = says,
        Because =
        [
            .. meant is null ? []
            : ImmutableArray.Create(Statement.That(
                $"There is a Service {meant.Name()}.", Sighting.Of(ServiceRoutingRules.Component(meant), "exists"))),
            .. Lines(scene, one).Take(1).Select(hit => Statement.That($"Its log says: {RuntimeRules.Short(hit.Line)}", hit.Seen)),
        ],
    };

    private static bool IsInLog(Scene scene, ClientAddress one) => Lines(scene, one).Any();

    private static IEnumerable<LogHit> Lines(Scene scene, ClientAddress one) => scene.Said(RuntimeRules.Error())
        .Where(hit => hit.Workload == one.Client && hit.Line.Contains(one.Address.Host, StringComparison.Ordinal));
}
