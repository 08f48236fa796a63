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
    private readonly FakeTimeProvider _clock = new();
    private readonly Heard _heard = new();
    private readonly UnroutedLog _log;

    public UnroutedLogTests() => _log = new([_heard], new TellOptions { PublicUrl = "http://sre.test" }, _clock, _heard);

    public void Dispose() => _log.Dispose();

    [Fact]
    public void A_new_incident_is_a_line_as_the_log_channel_writes_it()
    {
        _log.Opened(Incident());
        var content = Assert.Single(_heard.Contents);
        Assert.Equal((NotificationKind.Opened, "Disk full", "http://sre.test/incidents/inc-1"), (content.Kind, content.Title, content.Link));
    }

    [Fact]
    public void Its_end_is_another()
    {
        _log.Changed(Incident(), Incident() with { Phase = IncidentPhase.Resolved });
        Assert.Equal(NotificationKind.Resolved, Assert.Single(_heard.Contents).Kind);
    }

    [Fact]
    public void What_is_born_silenced_is_none()
    {
        _log.Opened(Incident() with { Silenced = new("silence-1", _clock.GetUtcNow().AddHours(1), false, null) });
        Assert.Empty(_heard.Contents);
    }

    [Fact]
    public void Of_a_storm_the_first_are_lines_and_one_line_says_how_many_more()
    {
        for (var i = 0; i < 1_000; i++) _log.Opened(Incident(i < 30 ? Severity.Critical : Severity.Warning));
        _log.Changed(Incident(), Incident() with { Phase = IncidentPhase.Resolved });
        Assert.Equal(20, _heard.Contents.Count);
        Assert.Empty(_heard.Lines);
        _clock.Advance(UnroutedRules.Folding);
        Assert.Equal(
            "Notification digest of workspace acme, which has no routes: 10 critical, 970 warning opened; 1 resolved or more severe; the latest is inc-1.",
            Assert.Single(_heard.Lines));
        _clock.Advance(UnroutedRules.Folding);
        Assert.Single(_heard.Lines);
    }

    [Fact]
    public void One_workspace_does_not_take_the_lines_of_another()
    {
        for (var i = 0; i < 100; i++) _log.Opened(Incident());
        _log.Opened(Incident() with { Workspace = "other" });
        Assert.Equal("other", _heard.Contents[^1].Workspace);
    }

    [Fact]
    public void What_is_counted_is_told_before_the_process_ends()
    {
        for (var i = 0; i < 25; i++) _log.Opened(Incident());
        _log.Dispose();
        Assert.Contains("5 warning opened", Assert.Single(_heard.Lines), StringComparison.Ordinal);
    }

    private Incident Incident(Severity severity = Severity.Warning) => new()
    {
        Id = "inc-1", Workspace = "acme", Title = "Disk full", Severity = severity, Source = "webhook", Adapter = "webhook", CreatedAt = _clock.GetUtcNow(),
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
