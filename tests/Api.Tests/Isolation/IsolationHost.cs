using AiSre.Api.Tests.EndToEnd;
using AiSre.KubernetesStub;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.Isolation;

/// <summary>
/// The whole product with a cluster behind it, where time stands still: what is due at once is done, and then nothing happens by itself, so that
/// whatever changes was changed by a call. Each intruder has a workspace and a key of his own.
/// </summary>
public sealed class IsolationHost : IAsyncLifetime
{
    /// <summary>An admin of the workspace whose walls are tried.</summary>
    public const string OwnerKey = "owner-key-0123456789abcdefg";

    public const string OwnerWorkspace = "ws-" + Belongings.Mark;

    /// <summary>An admin of all workspaces.</summary>
    public const string RootKey = "platform-key-0123456789abcd";

    /// <summary>Where the table of roles is tried.</summary>
    public const string RolesWorkspace = "ws-roles";

    private const int Intruders = 400;

    private static readonly string[] Roles = ["ingest", "viewer", "operator", "admin"];

    private readonly string folder = Directory.CreateTempSubdirectory("ai-sre-isolation-").FullName;

    internal EmbeddedHost Host { get; private set; } = null!;

    internal StubCluster Stub { get; private set; } = null!;

    internal StillClock Clock { get; } = new();

    /// <summary>A key that is bound to <see cref="RolesWorkspace"/>, or to none.</summary>
    internal static string KeyOf(string role, bool bound) => $"{role}-{(bound ? "bound" : "free")}-key-0123456789abcdefgh";

    internal static string IntruderKey(int number) => FormattableString.Invariant($"intruder-{number}-key-0123456789abcdef");

    internal static string IntruderWorkspace(int number) => FormattableString.Invariant($"ws-intruder-{number}");

    public async ValueTask InitializeAsync()
    {
        var intruders = Enumerable.Range(0, Intruders).ToList();
        var shares = string.Concat(intruders.Select(number => $"      {IntruderWorkspace(number)}: [place-{number}]\n"));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "clusters.yaml"),
            "clusters:\n  stub:\n    default: true\n    kubeconfig: config\n    workspaces:\n"
                + $"      {OwnerWorkspace}: [{Neighbour.Namespace}]\n{shares}");
        // What is made there is an hour old: younger pods are left alone.
        Stub = await StubCluster.StartAsync(new() { Clock = new ShiftedClock(Clock) { Shift = TimeSpan.FromHours(-1) } });
        Stub.WriteKubeconfig(Path.Combine(folder, "config"));
        string[] keys =
        [
            $"platform={RootKey}:admin", $"owner={OwnerKey}:admin:{OwnerWorkspace}",
            .. intruders.Select(number => $"intruder-{number}={IntruderKey(number)}:admin:{IntruderWorkspace(number)}"),
            .. Roles.SelectMany(role => new[]
            {
                $"{role}-bound={KeyOf(role, bound: true)}:{role}:{RolesWorkspace}", $"{role}-free={KeyOf(role, bound: false)}:{role}",
            }),
        ];
        Host = await EmbeddedHost.StartWithAsync(
            services => services.AddSingleton<TimeProvider>(Clock), string.Join(',', keys), ("AI_SRE_CONFIG_DIR", folder));
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Stub.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Stands at the time at which it was made. Timers run as they always do.</summary>
    internal sealed class StillClock : TimeProvider
    {
        private readonly DateTimeOffset now = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => now;
    }
}

[CollectionDefinition(Name)]
public sealed class OnIsolationHost : ICollectionFixture<IsolationHost>
{
    public const string Name = "on the isolation host";
}
