using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Notifications;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;

namespace AiSre.Storage.Tests;

/// <summary>Messages for an outbox.</summary>
internal static class Messages
{
    public static OutboxMessage Of(string key, string address = "#ops", string channel = "slack", string? incident = "inc-1",
        string workspace = Samples.Workspace) => new()
    {
        Key = key, Workspace = workspace, Channel = channel, Address = address, IsPage = true,
        Content = new NotificationContent
        {
            Kind = NotificationKind.Escalated, Severity = Severity.Critical, Workspace = workspace, IncidentId = incident,
                Title = $"High CPU <{key}>",
            Since = Samples.Noon, At = Samples.Noon.AddMinutes(15), Recipients = ["dave"], Step = "level 2 of 3",
                Links = [new AlertLink("Runbook", "https://wiki/cpu")],
        },
    };

    public static FactsEntry Entry(params OutboxMessage[] messages) => new(Samples.Workspace) { Facts = new() { Messages = [.. messages] } };

    public static OutboxResultEntry Results(params ImmutableArray<OutboxResult> results) =>
        new() { Workspace = Samples.Workspace, Results = results };

    public static OutboxResult Sent(OutboxRow row, string? reference = null) =>
        new(row.Seq, OutboxStatus.Sent, 1, Samples.NoonUnix, Reference: reference);

    public static OutboxResult Died(OutboxRow row, long at) => new(row.Seq, OutboxStatus.Dead, 5, at, Error: "410 Gone");

    public static ValueTask<IReadOnlyList<OutboxRow>> PendingAsync(this IOutboxReads outbox, string address = "#ops", string channel = "slack",
        string workspace = Samples.Workspace) =>
        outbox.PendingAsync(workspace, channel, address, 0, 100);

    public static AlarmTarget Destination(string address = "#ops", string channel = "slack") =>
        new("destination", Samples.Workspace, $"{channel}/{address}");
}
