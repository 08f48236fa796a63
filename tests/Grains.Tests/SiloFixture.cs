namespace AiSre.Grains.Tests;

/// <summary>One silo for a class of tests; each test takes a workspace of its own, and the clock only ever goes forward.</summary>
public class SiloFixture : IAsyncLifetime
{
    public TestSilo Silo { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Silo = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Silo.DisposeAsync();
    }

    /// <summary>As the tests of a class need it.</summary>
    protected virtual Task<TestSilo> StartAsync() => TestSilo.StartAsync();
}

/// <summary>For classes that neither restart it nor take its disk away: they share one, and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OnPlainSilo : ICollectionFixture<SiloFixture>
{
    public const string Name = "on the plain silo";
}
