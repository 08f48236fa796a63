using AiSre.Grains.Actions;
using AiSre.Grains.Diagnosis;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Grains.Tests.Actions;

/// <summary>One silo with the guard, for all tests of what it lets through; each has a workspace and a cluster of its own.</summary>
public sealed class GuardedSilo : IAsyncLifetime
{
    private FakeClusters clusters = null!;

    public TestSilo Silo { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Silo = await TestSilo.StartAsync(configure: services => services.AddSingleton<IWorkspaceClusters>(provider =>
            clusters ??= new FakeClusters(provider.GetRequiredService<TimeProvider>())).AddSingleton<IDiagnostician>(new SickPods()));
        _ = Silo.Service<IWorkspaceClusters>();
    }

    public ValueTask DisposeAsync() => Silo.DisposeAsync();

    internal FakeCluster ClusterOf(Tenant tenant) => clusters.Of(tenant.Workspace);
}

[CollectionDefinition(Name)]
public sealed class OnGuardedSilo : ICollectionFixture<GuardedSilo>
{
    public const string Name = "on the guarded silo";
}
