using AiSre.Api.Settings;
using AiSre.Grains.Alarms;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using AiSre.Grains.Platform;
using AiSre.Silo.DeadMansSwitch;
using AiSre.TestHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Api.Tests.Platform;

/// <summary>Somebody outside is told that all is well, for exactly as long as it is.</summary>
public sealed class DeadMansSwitchTests : IAsyncLifetime
{
    private readonly Platform platform = new();
    private readonly HttpClient http = new();
    private Recorder recorder = null!;
    private DeadMansSwitchService deadManSwitch = null!;

    public async ValueTask InitializeAsync()
    {
        this.recorder = await Recorder.StartAsync();
        deadManSwitch =
            new(new(this.recorder.Address, TimeSpan.FromMinutes(1)), new(platform, platform, platform, platform.Clock), http, platform.Clock,
                NullLogger<DeadMansSwitchService>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        deadManSwitch.Dispose();
        http.Dispose();
        await this.recorder.DisposeAsync();
    }

    [Fact]
    public async Task While_all_is_well_it_beats() => await BeatsAsync(true);

    [Fact]
    public async Task It_keeps_silent_while_an_alarm_is_stuck()
    {
        platform.NextDueAt = platform.Unix;
        platform.Clock.Advance(TimeSpan.FromSeconds(60));
        await BeatsAsync(true);
        platform.Clock.Advance(TimeSpan.FromSeconds(1));
        await BeatsAsync(false);
        platform.NextDueAt = platform.Unix + 1;
        await BeatsAsync(true);
    }

    [Fact]
    public async Task It_keeps_silent_while_a_message_is_not_sent()
    {
        platform.OldestMessageAt = platform.Unix;
        platform.Clock.Advance(TimeSpan.FromSeconds(120));
        await BeatsAsync(true);
        platform.Clock.Advance(TimeSpan.FromSeconds(1));
        await BeatsAsync(false);
        platform.OldestMessageAt = null;
        await BeatsAsync(true);
    }

    [Fact]
    public async Task It_keeps_silent_while_the_store_cannot_commit()
    {
        platform.Commits = false;
        await BeatsAsync(false);
    }

    [Fact]
    public async Task It_keeps_silent_while_nobody_can_tell()
    {
        platform.Broken = true;
        await BeatsAsync(false);
    }

    [Fact]
    public async Task Whoever_refuses_a_beat_gets_the_next_one()
    {
        this.recorder.Status = 500;
        Assert.False(await deadManSwitch.BeatAsync(TestContext.Current.CancellationToken));
        this.recorder.Status = 200;
        await BeatsAsync(true);
    }

    [Fact]
    public async Task It_comes_again_after_every_period()
    {
        await deadManSwitch.StartAsync(TestContext.Current.CancellationToken);
        for (var beats = 1; beats <= 3; beats++)
        {
            await this.recorder.HeardAsync(beats);
            platform.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        await deadManSwitch.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("AI_SRE_HEARTBEAT_URL", "ftp://example.org")]
    [InlineData("AI_SRE_HEARTBEAT_URL", "nonsense")]
    [InlineData("AI_SRE_HEARTBEAT_SECONDS", "0")]
    [InlineData("AI_SRE_HEARTBEAT_SECONDS", "3601")]
    [InlineData("AI_SRE_HEARTBEAT_SECONDS", "1m")]
    public void A_wrong_setting_stops_the_start_with_its_name(string name, string value)
    {
        var exception = Assert.Throws<SettingException>(() => HeartbeatOptions.Read(Configuration((name, value))));
        Assert.StartsWith(name, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_settings_nobody_is_told_and_a_beat_comes_every_minute()
    {
        Assert.Equal(new(null, TimeSpan.FromMinutes(1)), HeartbeatOptions.Read(Configuration()));
        Assert.Equal(new(new("https://example.org/secret"), TimeSpan.FromSeconds(5)),
            HeartbeatOptions.Read(Configuration(("AI_SRE_HEARTBEAT_URL", "https://example.org/secret"), ("AI_SRE_HEARTBEAT_SECONDS", "5"))));
    }

    [Fact]
    public async Task A_whole_silo_beats_until_one_of_its_alarms_is_stuck()
    {
        await using var host =
            await EndToEnd.EmbeddedHost.StartAloneAsync(settings: [("AI_SRE_HEARTBEAT_URL", $"{this.recorder.Address}secret-path"),
                ("AI_SRE_HEARTBEAT_SECONDS", "1")]);
        await this.recorder.HeardAsync(2);
        Assert.All(this.recorder.Paths, path => Assert.Equal("/secret-path", path));
        // A name that this version does not know waits for one that does.
        using var sent = await host.SendAsync(HttpMethod.Post, "/webhook", """{"title":"x","dedup_key":"x"}""");
        var incident = (await Edge.Answers.JsonAsync(sent)).GetProperty("incident_id").GetString()!;
        var target = new AlarmTarget("incident", "default", incident);
        var ledger = host.Services.GetRequiredService<ILedger>();
        await ledger.CommitAsync(new FactsEntry(target) { Facts =
            new() { Alarms = [new AlarmSet("from-the-future", TimeProvider.System.GetUtcNow().AddMinutes(-2).ToUnixTimeMilliseconds())] } });
        var pulse = host.Services.GetRequiredService<PlatformPulse>();
        Assert.Contains("overdue", await pulse.TroubleAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await ledger.CommitAsync(new FactsEntry(target) { Facts = new() { Alarms = [new AlarmClear("from-the-future")] } });
        var before = this.recorder.Count;
        await this.recorder.HeardAsync(before + 2);
    }

    private async Task BeatsAsync(bool beats)
    {
        var heard = this.recorder.Count;
        Assert.Equal(beats, await deadManSwitch.BeatAsync(TestContext.Current.CancellationToken));
        Assert.Equal(beats ? heard + 1 : heard, this.recorder.Count);
    }

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            .Build();

    /// <summary>What the switch looks at, as the test wants it.</summary>
    private sealed class Platform : ILedgerHealth, IAlarmReads, IOutboxReads
    {
        public FakeTimeProvider Clock { get; } = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        public long Unix => Clock.GetUtcNow().ToUnixTimeMilliseconds();
        public bool Commits { get; set; } = true;
        public bool Broken { get; set; }
        public long? NextDueAt { get; set; }
        public long? OldestMessageAt { get; set; }

        public ValueTask<bool> CommitsAsync(CancellationToken cancellation) => new(Commits);
        public ValueTask<long?> NextDueAsync() => Broken ? throw new InvalidOperationException("away") : new(NextDueAt);
        public ValueTask<(long Pending, long? OldestAt, long Dead)> BacklogAsync() => new((OldestMessageAt is null ? 0 : 1, OldestMessageAt, 0));

        public ValueTask<IReadOnlyList<AlarmRow>> DueAsync(int partition, long until, AlarmRow? after, int limit) =>
            throw new NotSupportedException();
        public ValueTask<IReadOnlyList<AlarmRow>> DueOfOthersAsync(
            int partition, long until, AlarmRow after, IReadOnlyList<string> except, int limit) => throw new NotSupportedException();
        public ValueTask<IReadOnlyList<OutboxRow>> PendingAsync(string workspace, string channel, string address, long afterSeq, int limit) =>
            throw new NotSupportedException();
        public ValueTask<string?> ReferenceAsync(string workspace, string incidentId, string channel, string address) =>
            throw new NotSupportedException();
        public ValueTask<IReadOnlyList<OutboxRow>> OfIncidentAsync(string workspace, string incidentId) => throw new NotSupportedException();
        public ValueTask<IReadOnlySet<string>> WrittenAsync(string workspace, IEnumerable<string> keys) => throw new NotSupportedException();
        public ValueTask<IReadOnlyList<OutboxRow>> DeadAsync(string? workspace, long? beforeSeq, int limit) => throw new NotSupportedException();
        public ValueTask<IReadOnlyList<OutboxRow>> ListAsync(string workspace, OutboxStatus? status, long? beforeSeq, int limit) =>
            throw new NotSupportedException();
        public ValueTask<(long Pending, long? OldestAt, long Dead)> BacklogAsync(string workspace) => throw new NotSupportedException();
    }

    /// <summary>Who is told.</summary>
    private sealed class Recorder : IAsyncDisposable
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> paths = [];
        private WebApplication app = null!;

        public Uri Address { get; private set; } = null!;
        public int Status { get; set; } = 200;
        public int Count => paths.Count;
        public IEnumerable<string> Paths => paths;

        public static async Task<Recorder> StartAsync()
        {
            var recorder = new Recorder();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            recorder.app = builder.Build();
            recorder.app.Run(context =>
            {
                recorder.paths.Enqueue(context.Request.Path);
                context.Response.StatusCode = recorder.Status;
                return Task.CompletedTask;
            });
            await recorder.app.StartAsync();
            recorder.Address = new Uri(recorder.app.Urls.First() + "/");
            return recorder;
        }

        public Task HeardAsync(int count) => Poll.UntilAsync($"{count} beats", () => Count >= count, onTimeout: () => $"{Count} came.");

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
