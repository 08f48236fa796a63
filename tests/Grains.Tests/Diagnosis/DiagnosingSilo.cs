using AiSre.Grains.Diagnosis;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Grains.Tests.Diagnosis;

/// <summary>One silo that looks for causes only when it is asked, and finds the same each time.</summary>
public sealed class DiagnosingSilo : IAsyncLifetime
{
    public TestSilo Silo { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Silo = await TestSilo.StartAsync(configure: services => services.AddSingleton<IDiagnostician>(new ScriptedDiagnostician()));

    public ValueTask DisposeAsync() => Silo.DisposeAsync();
}
