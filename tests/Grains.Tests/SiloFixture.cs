namespace AiSre.Grains.Tests;

/// <summary>One silo for a class of tests; each test takes a workspace of its own, and the clock only ever goes forward.</summary>
public sealed class SiloFixture : IAsyncLifetime
{
    public TestSilo Silo { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Silo = await TestSilo.StartAsync();

    public ValueTask DisposeAsync() => Silo.DisposeAsync();
}
