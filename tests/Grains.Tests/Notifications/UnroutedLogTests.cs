using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Grains.Notifications;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Grains.Tests.Notifications;

public sealed class UnroutedLogTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly Heard heard = new();
    private readonly UnroutedLog log;

    public UnroutedLogTests() => log = new([heard], new TellOptions { PublicUrl = "http://sre.test" }, clock, heard);

    public void Dispose() => log.Dispose();

    [Fact]
    public void A_new_incident_is_a_line_as_the_log_channel_writes_it()
    {
        log.Opened(Incident());
        var content = Assert.Single(heard.Contents);
        Assert.Equal(
            (NotificationKind.Opened, "Disk full", "http://sre.test/console/acme/incidents/inc-1"), (content.Kind, content.Title, content.Link));
    }

    [Fact]
    public void Its_end_is_another()
    {
        log.Changed(Incident(), Incident() with { Phase = IncidentPhase.Resolved });
        Assert.Equal(NotificationKind.Resolved, Assert.Single(heard.Contents).Kind);
    }

    [Fact]
    public void What_is_born_silenced_is_none()
    {
        log.Opened(Incident() with { Silenced = new("silence-1", clock.GetUtcNow().AddHours(1), false, null) });
        Assert.Empty(heard.Contents);
    }

    [Fact]
    public void Of_a_storm_the_first_are_lines_and_one_line_says_how_many_more()
    {
        for (var i = 0; i < 1_000; i++) log.Opened(Incident(i < 30 ? Severity.Critical : Severity.Warning));
        log.Changed(Incident(), Incident() with { Phase = IncidentPhase.Resolved });
        Assert.Equal(20, heard.Contents.Count);
        Assert.Empty(heard.Lines);
        clock.Advance(UnroutedRules.Folding);
        Assert.Equal(
            "Notification digest of workspace acme, which has no routes: 10 critical, 970 warning opened; 1 resolved or more severe; the latest is "
                + "inc-1.",
            Assert.Single(heard.Lines));
        clock.Advance(UnroutedRules.Folding);
        Assert.Single(heard.Lines);
    }

    [Fact]
    public void One_workspace_does_not_take_the_lines_of_another()
    {
        for (var i = 0; i < 100; i++) log.Opened(Incident());
        log.Opened(Incident() with { Workspace = "other" });
        Assert.Equal("other", heard.Contents[^1].Workspace);
    }

    [Fact]
    public void What_is_counted_is_told_before_the_process_ends()
    {
        for (var i = 0; i < 25; i++) log.Opened(Incident());
        log.Dispose();
        Assert.Contains("5 warning opened", Assert.Single(heard.Lines), StringComparison.Ordinal);
    }

    private Incident Incident(Severity severity = Severity.Warning) => new()
    {
        Id = "inc-1", Workspace = "acme", Title = "Disk full", Severity = severity, Source = "webhook", Adapter = "webhook",
            CreatedAt = clock.GetUtcNow(),
    };

    /// <summary>The channel and the log of the platform.</summary>
    private sealed class Heard : INotificationChannel, ILogger<UnroutedLog>
    {
        public List<NotificationContent> Contents { get; } = [];
        public List<string> Lines { get; } = [];
        public string Type => LogChannel.ChannelName;

        public Task<DeliveryResult> SendAsync(NotificationDelivery delivery, CancellationToken cancellation)
        {
            Contents.Add(delivery.Content);
            return Task.FromResult(DeliveryResult.Sent());
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
