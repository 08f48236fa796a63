using System.Security.Cryptography.X509Certificates;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.KubernetesStub;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.Acting;

/// <summary>The whole product with a cluster behind it, for all tests that try every way to an action. Each has a place of its own.</summary>
public sealed class ActingHost : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("ai-sre-acting-").FullName;

    /// <summary>More than the tests ask for: whose a namespace is, is read at the start.</summary>
    private const int MostPlaces = 600;

    private readonly HashSet<string> namespaces = [];
    private int places;

    /// <summary>A cluster whose certificate is not valid before tomorrow.</summary>
    private StubCluster early = null!;

    private X509Certificate2 certificate = null!;

    internal StubCluster Stub { get; private set; } = null!;

    /// <summary>What is made in the cluster is an hour old, unless a test says otherwise.</summary>
    internal ShiftedClock ClusterClock { get; private set; } = null!;

    internal EmbeddedHost Host { get; private set; } = null!;

    internal AheadClock Clock { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var shares = string.Concat(Enumerable.Range(1, MostPlaces).Select(place =>
            $"      {OwnerOf(Place(place))}: [{Place(place)}, {UnmadeOf(Place(place))}]\n"));
        string Whose(string kubeconfig) => $"    kubeconfig: {kubeconfig}\n    workspaces:\n{shares}      default: [\"*\"]\n";
        await File.WriteAllTextAsync(
            Path.Combine(folder, "clusters.yaml"),
            $"clusters:\n  stub:\n    default: true\n{Whose("config")}  early:\n{Whose("early")}");
        ClusterClock = new(Clock) { Shift = TimeSpan.FromHours(-1) };
        Stub = await StubCluster.StartAsync(new() { Clock = ClusterClock });
        Stub.WriteKubeconfig(Path.Combine(folder, "config"));
        certificate = TestCertificates.Make(1, 10);
        early = await StubCluster.StartAsync(new() { Certificate = certificate });
        early.WriteKubeconfig(Path.Combine(folder, "early"));
        Host = await EmbeddedHost.StartWithAsync(
            services => services.AddSingleton<TimeProvider>(Clock), EdgeHost.Keys, ("AI_SRE_CONFIG_DIR", folder));
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Stub.DisposeAsync();
        await early.DisposeAsync();
        certificate.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A workspace, and a namespace with a deployment of three pods of which one runs out of memory again and again.</summary>
    internal async Task<ActingPlace> PlaceAsync(string? definitions = null)
    {
        string name;
        lock (namespaces)
        {
            name = Place(++places);
            Assert.True(places <= MostPlaces);
            namespaces.Add(name);
        }
        var place = new ActingPlace(this, name);
        if (definitions is not null) await place.DefineAsync(definitions);
        return place;
    }

    /// <summary>The workspace that has a namespace.</summary>
    internal static string OwnerOf(string place) => $"owner-of-{place}";

    /// <summary>The same workspace's, and not made.</summary>
    internal static string UnmadeOf(string place) => $"no-{place}";

    private static string Place(int number) => FormattableString.Invariant($"place-{number}");

    /// <summary>The namespace is one of a test's.</summary>
    internal bool IsPlace(string name)
    {
        lock (namespaces) return namespaces.Contains(name);
    }

    /// <summary>The time of the machine, from which a test may go ahead; timers run as they always do.</summary>
    internal sealed class AheadClock : TimeProvider
    {
        private long ahead;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + new TimeSpan(Interlocked.Read(ref ahead));

        public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);
    }
}

[CollectionDefinition(Name)]
public sealed class OnActingHost : ICollectionFixture<ActingHost>
{
    public const string Name = "on the acting host";
}
