using AiSre.Api.Platform;
using AiSre.Api.Security;
using AiSre.Domain;
using AiSre.Grains;
using AiSre.Grains.Definitions;

namespace AiSre.Api.Alerts;

/// <summary>
/// Notices senders whose key names no workspace, so that their alerts land in the default one, while that defines nothing: all is stored and nobody
/// is told. Mostly it is a forgotten header.
/// </summary>
public sealed class UndefinedWorkspace(Func<IGrainFactory> grains, ApiKeyRing keys, TimeProvider clock)
{
    /// <summary>How long an answer about the definitions counts.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    /// <summary>How long <c>/health</c> goes on saying it.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private long? askedAt;
    private bool defines = true;
    private long? seenAt;

    /// <summary>Null when it was not so lately, or is not any more.</summary>
    public string? Detail => seenAt is { } at && clock.GetElapsedTime(at) < Remembered && !defines
        ? $"Alerts come in by keys that name no workspace; they are in '{DefaultWorkspace.Id}', which defines nothing, and nobody is told."
        : null;

    /// <summary>What the sender of a new alert must hear; null when all is well. Without keys nobody names anything.</summary>
    public async ValueTask<string?> WarningAsync(Caller caller)
    {
        if (keys.DevMode || caller.BoundWorkspace is not null || caller.NamedWorkspace) return null;
        await RefreshAsync();
        if (defines) return null;
        seenAt = clock.GetTimestamp();
        return $"The key '{caller.Name}' names no workspace, so this is in '{caller.Workspace}', which defines nothing: nobody is told. " +
            "Send X-Workspace-Id, or use a key that is bound to a workspace.";
    }

    public async ValueTask RefreshAsync()
    {
        if (askedAt is { } at && clock.GetElapsedTime(at) < Fresh) return;
        askedAt = clock.GetTimestamp();
        try
        {
            var summary = (await grains().GetGrain<IDefinitionsGrain>(DefaultWorkspace.Id).ShowAsync()).Summary;
            defines = summary is not null && (summary.HasDefaultPolicy || !summary.Teams.IsEmpty || !summary.People.IsEmpty
                || !summary.Policies.IsEmpty || !summary.Channels.IsEmpty);
        }
        catch (Exception exception) when (LedgerFailure.Is(exception) || exception is OrleansException or TimeoutException)
        {
            // Not known now: as it was.
        }
    }
}

internal sealed class UndefinedWorkspaceProbe(UndefinedWorkspace workspace) : IHealthProbe
{
    public string Name => HealthChecks.Notifications;

    public string? Detail => workspace.Detail;

    /// <summary>Said, and no more: whoever tries the product without definitions has not broken it.</summary>
    public async ValueTask<HealthState> CheckAsync(CancellationToken cancellation)
    {
        if (workspace.Detail is not null) await workspace.RefreshAsync();
        return HealthState.NotConfigured;
    }
}
