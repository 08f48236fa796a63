using System.Collections.Concurrent;
using System.Collections.Immutable;
using AiSre.Grains.Slos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiSre.Grains.Tests.Slos;

/// <summary>One silo for the tests of objectives; what a Prometheus answers, a test says.</summary>
public sealed class SloSilo : SiloFixture
{
    internal SaidByTest Prometheus { get; } = new();

    protected override Task<TestSilo> StartAsync() => TestSilo.StartAsync(configure: services =>
    {
        services.RemoveAll<IPrometheusQueries>();
        services.AddSingleton<IPrometheusQueries>(Prometheus);
    });
}

[CollectionDefinition(Name)]
public sealed class OnSloSilo : ICollectionFixture<SloSilo>
{
    public const string Name = "on the silo of objectives";
}

/// <summary>Answers as the test says, by workspace; missing where it has said nothing.</summary>
internal sealed class SaidByTest : IPrometheusQueries
{
    private readonly ConcurrentDictionary<string, Func<string, DateTimeOffset, QueryAnswer>> answers = [];

    public void Answer(string workspace, Func<string, DateTimeOffset, QueryAnswer> answer) => answers[workspace] = answer;

    /// <summary>What label values there are, by workspace.</summary>
    public ConcurrentDictionary<string, ImmutableArray<string>> Values { get; } = [];

    /// <summary>Whose answers come when, by workspace; all others at once.</summary>
    public ConcurrentDictionary<string, Task> Held { get; } = [];

    /// <summary>Questions of a workspace that have come.</summary>
    public ConcurrentDictionary<string, int> Asked { get; } = [];

    public async Task<QueryAnswer> AskAsync(string workspace, string? name, string query, DateTimeOffset at, SeriesLabel? of)
    {
        Asked.AddOrUpdate(workspace, 1, static (_, count) => count + 1);
        if (Held.TryGetValue(workspace, out var until)) await until;
        return answers.TryGetValue(workspace, out var answer) ? answer(of is { } label ? $"{query} {label.Value}" : query, at) : QueryAnswer.Missing;
    }

    public Task<ImmutableArray<string>> ValuesAsync(string workspace, string? name, string query, DateTimeOffset at, string label) =>
        Task.FromResult(Values.GetValueOrDefault(workspace, []));
}
