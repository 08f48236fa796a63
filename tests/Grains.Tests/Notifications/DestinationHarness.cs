using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Notifications;
using AiSre.Grains.Alarms;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using AiSre.Integrations.Email;
using AiSre.Integrations.PagerDuty;
using AiSre.Integrations.Slack;
using AiSre.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Grains.Tests.Notifications;

/// <summary>A silo with the real ledger and made-up vendors, for a class of tests.</summary>
public sealed class DestinationSilo : SiloFixture
{
    internal ScriptedDefinitions Definitions { get; } = new();

    internal ScriptedChannel Slack { get; } = new("slack");
    internal ScriptedChannel Pager { get; } = new("pagerduty");
    internal ScriptedChannel Email { get; } = new("email");
    internal ScriptedChannel Log { get; } = new("log");

    /// <summary>Of a vendor that only tests know.</summary>
    internal ScriptedChannel Pigeon { get; } = new("pigeon");

    protected override Task<TestSilo> StartAsync() => TestSilo.StartAsync(configure: services =>
    {
        services.AddSingleton<IDefinitions>(Definitions);
        services.AddSingleton(provider => new DoubtfulLedger(provider.GetRequiredService<LedgerWriter>()));
        services.AddSingleton<ILedger>(provider => provider.GetRequiredService<DoubtfulLedger>());
        foreach (var channel in new[] { Slack, Pager, Email, Log, Pigeon }) services.AddSingleton<INotificationChannel>(channel);
    });
}

/// <summary>A workspace in it.</summary>
public abstract class DestinationHarness
{
    private readonly DestinationSilo shared;

    protected DestinationHarness(DestinationSilo shared)
    {
        this.shared = shared;
        Tenant = NewTenant();
    }

    private protected ScriptedChannel Slack => shared.Slack;
    private protected ScriptedChannel Pager => shared.Pager;
    private protected ScriptedChannel Email => shared.Email;
    private protected ScriptedChannel Log => shared.Log;
    private protected ScriptedChannel Pigeon => shared.Pigeon;

    private protected TestSilo Silo => shared.Silo;
    private protected Tenant Tenant { get; }

    private protected IOutboxReads Outbox => Silo.Service<IOutboxReads>();

    private protected DateTimeOffset Now => Silo.Clock.GetUtcNow();

    private protected Tenant NewTenant()
    {
        var tenant = Silo.NewTenant();
        Define(tenant, new SlackChannel { Name = "slack" }, new PagerDutyChannel { Name = "pagerduty" },
            new EmailChannel { Name = "email", Host = "localhost", From = "a@b.c" });
        return tenant;
    }

    private protected void Define(Tenant tenant, params ChannelDefinition[] channels) => Define(tenant, [], channels);

    private protected void Define(Tenant tenant, Person[] people, params ChannelDefinition[] channels) => shared.Definitions[tenant.Workspace] = new()
    {
        People = WorkspaceDefinitions.Empty.People.AddRange(people.Select(person => KeyValuePair.Create(person.Id, person))),
        Channels = WorkspaceDefinitions.Empty.Channels.AddRange(channels.Select(channel => KeyValuePair.Create(channel.Name, channel))),
        Routes = new()
        {
            DefaultRules = NotificationRoutes.None.DefaultRules.Add(Severity.Critical, ["slack", "pagerduty", "nowhere"])
                .Add(Severity.High, ["slack", "email", "nowhere"]),
        },
    };

    private protected OutboxMessage Message(
        string incident, NotificationKind kind = NotificationKind.Opened, Severity severity = Severity.High, string channel = "slack",
        Tenant? tenant = null) => new()
    {
        Key = $"n:{(tenant ?? Tenant).Workspace}:{incident}:{kind}:0:{channel}:default",
        Workspace = (tenant ?? Tenant).Workspace,
        Channel = channel,
        Address = "default",
        Content = new()
        {
            Kind = kind, Severity = severity, Workspace = (tenant ?? Tenant).Workspace, IncidentId = incident, Title = incident,
            Service = "payments", Since = Now, At = Now,
        },
    };

    private protected Task WriteAsync(params ImmutableArray<OutboxMessage> messages) =>
        Silo.Service<ILedger>().CommitAsync(new FactsEntry(messages[0].Workspace) { Facts = new() { Messages = messages } });

    private protected IDestinationGrain Destination(string channel = "slack", Tenant? tenant = null) =>
        Silo.Grains.GetGrain<IDestinationGrain>(GrainKeys.Destination((tenant ?? Tenant).Workspace, channel, "default"));

    private protected async Task<OutboxRow> RowAsync(string incident, NotificationKind kind = NotificationKind.Opened, Tenant? tenant = null) =>
        (await Outbox.OfIncidentAsync((tenant ?? Tenant).Workspace, incident)).First(row => row.Message.Content.Kind == kind);

    /// <summary>Lets time pass until no message of anybody waits and no alarm of the destination stands.</summary>
    private protected Task DrainedAsync(string channel = "slack") => Silo.AfterTicksAsync(
        async () => (await Outbox.BacklogAsync()).Pending == 0 && (await AlarmsAsync(channel)).Count == 0, "everything is sent");

    private protected Task UntilAsync(Func<bool> happened, string what) => Silo.AfterTicksAsync(() => Task.FromResult(happened()), what);

    private protected async Task<List<AlarmRow>> AlarmsAsync(string channel = "slack")
    {
        var target = new AlarmTarget(OutboxAlarm.Kind, Tenant.Workspace, $"{channel}/default");
        return [.. (await Silo.Service<IAlarmReads>().DueAsync(target.Partition, long.MaxValue, null, 10_000)).Where(row => row.Target == target)];
    }

    private protected static DeliveryResult Busy(int? seconds = null) =>
        new(DeliveryOutcome.Retry, "Busy.", seconds is { } asked ? TimeSpan.FromSeconds(asked) : null);
}
