using AiSre.Domain;
using AiSre.Grains;
using AiSre.Grains.Definitions;
using AiSre.Grains.Holds;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using Orleans.Concurrency;

namespace AiSre.Integrations.Slack;

[GrainType("slack-actions"), StatelessWorker]
public sealed class SlackActionsGrain(IDefinitions definitions, IIncidentReads reads, WorkspaceHolds holds, TimeProvider clock)
    : Grain, ISlackActions
{
    public async Task<SlackPressOutcome> PressAsync(byte[] body, string? timestamp, string? signature)
    {
        if (!SlackSignature.CouldBeValid(timestamp, signature, clock.GetUtcNow())) return SlackPressOutcome.Refused;
        // The button says whose secret must fit; before it does, nothing else that it says is believed.
        if (SlackPress.Parse(body, out var isBroken) is not { Target: { } target } press)
            return isBroken ? SlackPressOutcome.Broken : SlackPressOutcome.Refused;
        if (!await ExistsAsync(target.Workspace) || !await IsSignedAsync(target.Workspace, body, timestamp, signature))
            return SlackPressOutcome.Refused;
        if (await holds.OfAsync(target.Workspace) is not null) return SlackPressOutcome.Suspended;
        var incident = GrainFactory.GetGrain<IIncidentGrain>(GrainKeys.Incident(target.Workspace, target.IncidentId));
        var actor = $"slack:{press.User}";
        switch (press.Action)
        {
            case SlackButtons.Acknowledge:
                await incident.AcknowledgeAsync(actor, note: null);
                break;
            case SlackButtons.Resolve:
                await incident.ResolveAsync(actor, resolution: null);
                break;
        }
        return SlackPressOutcome.Done;
    }

    /// <summary>A grain comes into being for whatever workspace is asked for, and anybody may name one here: a table is asked first.</summary>
    private async ValueTask<bool> ExistsAsync(string workspace) =>
        workspace == DefaultWorkspace.Id || (await reads.WorkspaceAsync(workspace)).Exists;

    private async Task<bool> IsSignedAsync(string workspace, byte[] body, string? timestamp, string? signature)
    {
        var now = clock.GetUtcNow();
        var channels = (await definitions.OfAsync(workspace)).Channels.Values.OfType<SlackChannel>();
        return channels.Any(channel => channel.SigningSecret is { } secret && SlackSignature.IsValid(secret, timestamp, signature, body, now));
    }
}
