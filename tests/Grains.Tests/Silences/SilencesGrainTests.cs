using System.Collections.Concurrent;
using System.Collections.Immutable;
using AiSre.Domain.Silences;
using AiSre.Grains.Silences;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiSre.Grains.Tests.Silences;

public sealed class SilencesGrainTests(SilencesGrainTests.Fixture fixture) : IClassFixture<SilencesGrainTests.Fixture>
{
    private readonly TestSilo silo = fixture.Silo;
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    private ISilencesGrain Silences => silo.Grains.GetGrain<ISilencesGrain>(tenant.Workspace);

    private ISilences Cache => silo.Service<ISilences>();

    [Fact]
    public async Task A_silence_survives_the_silo()
    {
        var silence = (await Silences.PutAsync(Of("payments"))).Silence!;
        Assert.StartsWith("sil-", silence.Id, StringComparison.Ordinal);
        await silo.RestartAsync();
        Assert.Equivalent(silence, Assert.Single(await Silences.ListAsync()), strict: true);
        Assert.Equivalent(silence, Assert.Single(await Cache.OfAsync(tenant.Workspace)), strict: true);
    }

    [Fact]
    public async Task Changing_one_keeps_its_id_as_long_as_it_is_not_expired()
    {
        var silence = (await Silences.PutAsync(Of("payments"))).Silence!;
        silo.Clock.Advance(TimeSpan.FromMinutes(1));
        var changed = (await Silences.PutAsync(silence with { Comment = "longer" })).Silence!;
        Assert.Equal((silence.Id, silence.CreatedAt, tenant.Now), (changed.Id, changed.CreatedAt, changed.UpdatedAt));
        await Silences.ExpireAsync(silence.Id, "dave");
        var again = (await Silences.PutAsync(silence with { EndsAt = tenant.Now.AddHours(1) })).Silence!;
        Assert.NotEqual(silence.Id, again.Id);
        Assert.Equal(2, (await Silences.ListAsync()).Length);
        Assert.Equal(SilenceRefusal.Unknown, (await Silences.PutAsync(silence with { Id = "sil-0000000000000" })).Refusal);
    }

    [Fact]
    public async Task Ending_one_twice_ends_it_once()
    {
        var silence = (await Silences.PutAsync(Of("payments"))).Silence!;
        var ended = await Silences.ExpireAsync(silence.Id, "dave");
        Assert.Equal((tenant.Now, "dave"), (ended!.EndsAt, ended.UpdatedBy));
        silo.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equivalent(ended, await Silences.ExpireAsync(silence.Id, "eve"), strict: true);
        Assert.Null(await Silences.ExpireAsync("sil-unknown", "eve"));
    }

    [Fact]
    public async Task One_that_has_not_begun_is_over_when_it_is_ended()
    {
        var silence = (await Silences.PutAsync(Of("payments") with { StartsAt = tenant.Now.AddMinutes(10) })).Silence!;
        var ended = await Silences.ExpireAsync(silence.Id, "dave");
        Assert.Equal(SilenceState.Expired, SilenceRules.StateOf(ended!, tenant.Now.AddMinutes(20)));
    }

    [Fact]
    public async Task Expired_ones_are_shown_for_thirty_days()
    {
        var silence = (await Silences.PutAsync(Of("payments"))).Silence!;
        silo.Clock.Advance(TimeSpan.FromDays(30));
        await Silences.PutAsync(Of("search"));
        Assert.Equal(2, (await Silences.ListAsync()).Length);
        silo.Clock.Advance(TimeSpan.FromHours(2));
        await Silences.PutAsync(Of("search"));
        Assert.DoesNotContain(await Silences.ListAsync(), other => other.Id == silence.Id);
    }

    [Fact]
    public async Task A_workspace_has_a_thousand_at_a_time()
    {
        for (var i = 0; i < SilenceRules.MaxStanding; i++) Assert.Equal(SilenceRefusal.None, (await Silences.PutAsync(Of($"s{i}"))).Refusal);
        Assert.Equal(SilenceRefusal.TooMany, (await Silences.PutAsync(Of("one more"))).Refusal);
        var first = (await Silences.ListAsync())[0];
        Assert.Equal(SilenceRefusal.None, (await Silences.PutAsync(first with { Comment = "changing one is no more" })).Refusal);
        await Silences.ExpireAsync(first.Id, "dave");
        Assert.Equal(SilenceRefusal.None, (await Silences.PutAsync(Of("one more"))).Refusal);
    }

    [Fact]
    public async Task All_expressions_of_a_workspace_cost_no_more_than_an_alert_can_wait_for()
    {
        var large = Of("") with { Matchers = [new() { Name = "title", Value = "[a-z]{999}.{999}.{999}.{999}", IsRegex = true }] };
        var stored = 0;
        while ((await Silences.PutAsync(large)).Refusal is SilenceRefusal.None) stored++;
        Assert.Equal(SilenceRules.MaxSteps / SilenceCheck.Steps(large.Matchers), stored);
        Assert.Equal(SilenceRefusal.TooLarge, (await Silences.PutAsync(large)).Refusal);
        // What has no expression costs nothing, and changing one does not count it twice.
        Assert.Equal(SilenceRefusal.None, (await Silences.PutAsync(Of("payments"))).Refusal);
        var first = (await Silences.ListAsync())[0];
        Assert.Equal(SilenceRefusal.None, (await Silences.PutAsync(first with { Comment = "longer" })).Refusal);
        await Silences.ExpireAsync(first.Id, "dave");
        Assert.Equal(SilenceRefusal.None, (await Silences.PutAsync(large)).Refusal);
    }

    [Fact]
    public async Task Whoever_asks_has_a_copy_that_is_two_seconds_old_at_most()
    {
        var asked = new Counting(Silences);
        var cache = new SilenceCache(_ => asked, silo.Clock, NullLogger<SilenceCache>.Instance);
        Assert.Empty(await cache.OfAsync(tenant.Workspace));
        for (var i = 0; i < 100; i++) Assert.Empty(await cache.OfAsync(tenant.Workspace));
        Assert.Equal(1, asked.Calls);

        await Silences.PutAsync(Of("payments"));
        silo.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Single(await cache.OfAsync(tenant.Workspace));
        Assert.Equal(2, asked.Calls);

        // When nobody answers, what was known last holds, and nobody waits for every alert.
        asked.Broken = true;
        silo.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Single(await cache.OfAsync(tenant.Workspace));
        Assert.Single(await cache.OfAsync(tenant.Workspace));
        Assert.Equal(3, asked.Calls);
        await Assert.ThrowsAsync<TimeoutException>(() => cache.FreshAsync(tenant.Workspace));
    }

    [Fact]
    public async Task People_are_told_while_nobody_knows_what_is_silenced()
    {
        var asked = new Counting(Silences) { Broken = true };
        var cache = new SilenceCache(_ => asked, silo.Clock, NullLogger<SilenceCache>.Instance);
        Assert.Empty(await cache.OfAsync(tenant.Workspace));
    }

    [Fact]
    public async Task One_that_nobody_can_read_is_told_and_counted_when_it_is_read_and_not_at_every_question()
    {
        // As an earlier build has stored it: of .NET's language, and none of Go's.
        var unreadable = Of("") with { Matchers = [new() { Name = "service", Value = "pay(?=ments)", IsRegex = true }] };
        var id = (await Silences.PutAsync(unreadable)).Silence!.Id;
        var expired = (await Silences.PutAsync(unreadable)).Silence!.Id;
        await Silences.ExpireAsync(expired, "dave");
        await silo.DeactivateAsync(Silences);
        var (told, counted) = (fixture.Lines.Told(tenant.Workspace).Count, await CountedAsync());
        for (var i = 0; i < 3; i++) Assert.Equal(2, (await Silences.ListAsync()).Length);
        var line = Assert.Single(fixture.Lines.Told(tenant.Workspace).Skip(told));
        Assert.StartsWith($"The silence {id} of {tenant.Workspace} silences nothing, because it cannot be read: ", line, StringComparison.Ordinal);
        Assert.Equal(counted + 1, await CountedAsync());
    }

    private static async Task<double> CountedAsync()
    {
        using var text = new MemoryStream();
        await Prometheus.Metrics.DefaultRegistry.CollectAndExportAsTextAsync(text);
        const string Series = "\nai_sre_silences_unreadable_total ";
        var all = System.Text.Encoding.UTF8.GetString(text.ToArray());
        var at = all.IndexOf(Series, StringComparison.Ordinal);
        return at < 0 ? 0 : double.Parse(all[(at + Series.Length)..].Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    private Silence Of(string service) => new()
    {
        Matchers = [new() { Name = "service", Value = service }], StartsAt = tenant.Now, EndsAt = tenant.Now.AddHours(1),
        Author = "dave", Comment = "new disks",
    };

    /// <summary>What the grains of this silo log.</summary>
    public sealed class Fixture : SiloFixture
    {
        internal LinesOfSilences Lines { get; } = new();

        protected override Task<TestSilo> StartAsync() =>
            TestSilo.StartAsync(configure: services => services.AddSingleton<ILogger<SilencesGrain>>(Lines));
    }

    internal sealed class LinesOfSilences : ILogger<SilencesGrain>
    {
        private readonly ConcurrentQueue<string> lines = [];

        public List<string> Told(string workspace) => [.. lines.Where(line => line.Contains($" of {workspace} ", StringComparison.Ordinal))];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));
    }

    private sealed class Counting(ISilencesGrain inner) : ISilencesGrain
    {
        public int Calls { get; private set; }

        public bool Broken { get; set; }

        public Task<ImmutableArray<Silence>> ListAsync()
        {
            Calls++;
            return Broken ? throw new TimeoutException() : inner.ListAsync();
        }

        public Task<SilenceOutcome> PutAsync(Silence silence) => inner.PutAsync(silence);
        public Task RestoreAsync(ImmutableArray<Silence> silences) => inner.RestoreAsync(silences);
        public Task<Silence?> ExpireAsync(string id, string actor) => inner.ExpireAsync(id, actor);
    }
}
