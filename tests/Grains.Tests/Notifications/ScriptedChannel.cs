using System.Collections.Concurrent;
using AiSre.Domain.Definitions;
using AiSre.Grains.Definitions;
using AiSre.Grains.Notifications;

namespace AiSre.Grains.Tests.Notifications;

/// <summary>A vendor that does what a test says and keeps what it got. Workspaces do not see each other.</summary>
internal sealed class ScriptedChannel(string type) : INotificationChannel
{
    private readonly ConcurrentQueue<NotificationDelivery> calls = [];
    private readonly ConcurrentDictionary<string, Func<NotificationDelivery, int, Task<DeliveryResult>>> scripts = [];

    public string Type => type;

    public bool NeedsReference => true;

    public List<NotificationDelivery> Calls(Tenant tenant) => [.. calls.Where(call => call.Content.Workspace == tenant.Workspace)];

    /// <param name="tenant">Whose messages.</param>
    /// <param name="script">Gets the message and how many came before it.</param>
    public void Answers(Tenant tenant, Func<NotificationDelivery, int, Task<DeliveryResult>> script) => scripts[tenant.Workspace] = script;

    public void Answers(Tenant tenant, Func<NotificationDelivery, int, DeliveryResult> script) =>
        Answers(tenant, (call, number) => Task.FromResult(script(call, number)));

    public Task<DeliveryResult> SendAsync(NotificationDelivery delivery, CancellationToken cancellation)
    {
        var number = calls.Count(call => call.Content.Workspace == delivery.Content.Workspace);
        calls.Enqueue(delivery);
        return scripts.TryGetValue(delivery.Content.Workspace, out var script) ? script(delivery, number) : Task.FromResult(DeliveryResult.Sent());
    }
}

/// <summary>Definitions as a test says.</summary>
internal sealed class ScriptedDefinitions : IDefinitions
{
    private readonly ConcurrentDictionary<string, WorkspaceDefinitions> known = [];

    public WorkspaceDefinitions this[string workspace] { set => known[workspace] = value; }

    public ValueTask<WorkspaceDefinitions> OfAsync(string workspace) => new(known.GetValueOrDefault(workspace) ?? WorkspaceDefinitions.Empty);

    public ValueTask<WorkspaceDefinitions> AtAsync(string workspace, DateTimeOffset at) => OfAsync(workspace);
}
