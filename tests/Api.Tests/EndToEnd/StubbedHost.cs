using AiSre.KubernetesStub;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>A host of its own whose only cluster is a stub. What is made there is an hour old.</summary>
internal sealed class StubbedHost : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ai-sre-stubbed-").FullName;

    private StubbedHost()
    {
    }

    public StubCluster Stub { get; private set; } = null!;

    public EmbeddedHost Host { get; private set; } = null!;

    public static async Task<StubbedHost> StartAsync()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow.AddHours(-1));
        var started = new StubbedHost { Stub = await StubCluster.StartAsync(new() { Clock = clock }) };
        started.Host = await EmbeddedHost.StartAloneAsync(settings:
        [
            ("AI_SRE_KUBECONFIG", started.Stub.WriteKubeconfig(Path.Combine(started.folder, "config"))), ("AI_SRE_CONFIG_DIR", started.folder),
        ]);
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Stub.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
