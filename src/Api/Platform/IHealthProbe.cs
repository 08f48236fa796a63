namespace AiSre.Api.Platform;

public enum HealthState
{
    Ok,

    /// <summary>Works, but somebody should look.</summary>
    Degraded,

    /// <summary>Does not work.</summary>
    Failed,

    /// <summary>Not part of this process or not set up; says nothing about health.</summary>
    NotConfigured,
}

/// <summary>One line of <c>/health</c>. Register as many as there are things to check; only the known names are shown.</summary>
public interface IHealthProbe
{
    /// <summary>One of <see cref="HealthChecks"/>.</summary>
    string Name { get; }

    /// <summary>A sentence about the last check that was not well, for everybody to read; null when there is nothing to say.</summary>
    string? Detail => null;

    /// <summary>Is given two seconds; longer counts as failed. Must not change anything that anybody can see.</summary>
    ValueTask<HealthState> CheckAsync(CancellationToken cancellation);
}

/// <summary>The names of the checks, in the order shown.</summary>
public static class HealthChecks
{
    /// <summary>Can the ledger commit? When not, <c>/health</c> is 503.</summary>
    public const string Ledger = "ledger";

    /// <summary>
    /// Would what the ledger cannot take be kept? Not shown by itself: it decides, where the ledger cannot commit, whether alerts may be sent here.
    /// </summary>
    public const string Spool = "spool";

    /// <summary>Do silos answer?</summary>
    public const string Cluster = "cluster";

    /// <summary>Are due alarms being handled?</summary>
    public const string Alarms = "alarms";

    /// <summary>Do notifications leave?</summary>
    public const string Notifications = "notifications";
}
