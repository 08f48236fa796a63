using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Notifications;
using AiSre.Domain.OnCall;
using AiSre.Grains.Definitions;
using Orleans.Concurrency;

namespace AiSre.Grains.Notifications;

[GrainType("destinations"), StatelessWorker]
public sealed class Destinations(IDefinitions definitions, TimeProvider clock) : Grain, IDestinations
{
    /// <summary>Of those that are listed; a workspace of people has no more.</summary>
    private const int MaxListed = 200;

    public async Task<ImmutableArray<TestDelivery>> TestAsync(Severity severity, string? service, string text)
    {
        var workspace = this.GetPrimaryKeyString();
        var known = await definitions.OfAsync(workspace);
        var now = clock.GetUtcNow();
        var id = NewIds.Test(now);
        return [.. await Task.WhenAll(RoutingRules.ChannelsFor(known, service, severity).Select(name => TestAsync(known, Message(name))))];

        OutboxMessage Message(string routed)
        {
            var channel = RoutingRules.Channel(known, routed);
            var name = channel?.Name ?? routed;
            var address = channel is null ? ChannelDefinition.DefaultAddress : AddressRules.SharedIn(channel, TeamRules.Of(known, service));
            return this.Message(id, name, address, severity, service, text, now);
        }
    }

    public async Task<ImmutableArray<TestDelivery>?> TestPersonAsync(Severity severity, string? service, string person, string text)
    {
        var known = await definitions.OfAsync(this.GetPrimaryKeyString());
        if (known.People.GetValueOrDefault(person) is not { } whom) return null;
        var now = clock.GetUtcNow();
        var id = NewIds.Test(now);
        var team = TeamRules.Of(known, service);
        return [.. await Task.WhenAll(RoutingRules.ChannelsFor(known, service, severity).Select(TellAsync))];

        async Task<TestDelivery> TellAsync(string channel)
        {
            if (AddressRules.Of(whom, team, channel, known) is not { } point)
                return TestDelivery.Unconfigured(channel, $"It has no address for {whom.Id}.");
            if (!point.Reaches) return TestDelivery.Unconfigured(channel, "It is not defined, or lacks a setting: the log stands in for it.");
            return await TestAsync(known, Message(id, point.Channel, point.Address, severity, service, text, now));
        }
    }

    public async Task<TestDelivery> TestOneAsync(string channel, string address, string text)
    {
        var now = clock.GetUtcNow();
        return await TestAsync(
            await definitions.OfAsync(this.GetPrimaryKeyString()),
            Message(NewIds.Test(now), channel, address, Severity.Info, service: null, text, now));
    }

    public async Task<ImmutableArray<DestinationStatus>> ListAsync()
    {
        var workspace = this.GetPrimaryKeyString();
        var known = await definitions.OfAsync(workspace);
        var places = known.Channels.Keys.Append(LogChannel.ChannelName)
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)
            .Select(name => RoutingRules.Channel(known, name)!)
            .SelectMany(channel => AddressRules.AllShared(channel, known).Concat(AddressRules.AllOwn(channel, known))
                .Select(address => GrainKeys.Destination(workspace, channel.Name, address)))
            .Take(MaxListed);
        return [.. await Task.WhenAll(places.Select(key => GrainFactory.GetGrain<IDestinationGrain>(key).StatusAsync()))];
    }

    private OutboxMessage Message(
        string id, string channel, string address, Severity severity, string? service, string text, DateTimeOffset now)
    {
        var workspace = this.GetPrimaryKeyString();
        return new()
        {
            Key = $"n:{workspace}:test:{id}:{channel}:{address}",
            Workspace = workspace,
            Channel = channel,
            Address = address,
            Content = new()
            {
                Kind = NotificationKind.Test, Severity = severity, Workspace = workspace, Title = text, Service = service, Since = now, At = now,
            },
        };
    }

    /// <summary>One channel that cannot be asked must not hide what became of the others.</summary>
    private async Task<TestDelivery> TestAsync(WorkspaceDefinitions known, OutboxMessage message)
    {
        if (RoutingRules.Channel(known, message.Channel) is null)
            return TestDelivery.Unconfigured(message.Channel, $"There is no channel '{message.Channel}'.");
        try
        {
            var delivery = await GrainFactory.GetGrain<IDestinationGrain>(
                GrainKeys.Destination(message.Workspace, message.Channel, message.Address)).TestAsync(message);
            return delivery with { Address = message.Address };
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException)
        {
            return TestDelivery.Failed(message.Channel, $"The destination did not answer: {exception.GetType().Name}.") with
            {
                Address = message.Address,
            };
        }
    }
}
