using System.Collections.Concurrent;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Notifications;
using AiSre.Grains.Notifications;
using AiSre.Integrations.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiSre.Integrations.Tests.Channels;

/// <summary>The channels as a silo has them, and everything that they write into the log.</summary>
internal sealed class Sender : IDisposable
{
    private readonly ServiceProvider services;

    public Sender(GuardedDialer? dialer = null, TimeProvider? clock = null, AllowedTargets? allowed = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        if (clock is not null) services.AddSingleton(clock);
        if (dialer is not null) services.AddSingleton(dialer);
        if (allowed is not null) services.AddSingleton(allowed);
        services.AddIntegrations();
        this.services = services.BuildServiceProvider();
    }

    public RecordedLog Log { get; } = new();

    public Task<DeliveryResult> SendAsync(NotificationDelivery delivery) => SendAsync(delivery, TestContext.Current.CancellationToken);

    public Task<DeliveryResult> SendAsync(NotificationDelivery delivery, CancellationToken cancellation) =>
        this.services.GetServices<INotificationChannel>().Single(channel => channel.Type == delivery.Channel.Type.Name)
            .SendAsync(delivery, cancellation);

    public Task<DeliveryResult> SendAsync(ChannelDefinition channel, NotificationKind kind, string address = "default", string? reference = null) =>
        SendAsync(Samples.Delivery(channel, Samples.Of(kind), address, reference));

    public void Dispose() => this.services.Dispose();
}

internal sealed class RecordedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = [];

    public string Text => string.Join('\n', lines);

    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue($"{formatter(state, exception)} {exception}");

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void Dispose()
    {
    }
}
