using System.Collections.Immutable;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Kubernetes;

namespace AiSre.Domain.Actions.Cases;

/// <summary>
/// Everything that the guard knows when it decides: a snapshot, and nothing is read behind its back. What could not be read says so, and then the
/// check that needs it refuses.
/// </summary>
public sealed record ActionCase
{
    public required ActionRequest Request { get; init; }
    public required Principal Caller { get; init; }
    public required DateTimeOffset Now { get; init; }

    /// <summary>What would happen is asked, and nothing may. The decision is that of a real run.</summary>
    public bool IsDryRun { get; init; } = true;

    public required Known<KillSwitch?> KillSwitch { get; init; }
    public required Known<ActionPolicies?> Policies { get; init; }

    /// <summary>The cluster that the request means; known and null: it names none that is configured, or none is.</summary>
    public required Known<string?> Cluster { get; init; }

    /// <summary>The cluster is the workspace's, and the namespace there is not.</summary>
    public bool IsForeignNamespace { get; init; }

    /// <summary>Null: not read, because an earlier check refuses or no cluster is known.</summary>
    public TargetFacts? Facts { get; init; }

    /// <summary>What was executed in the workspace in the last day or so.</summary>
    public required Known<ImmutableArray<PastAction>?> Past { get; init; }

    /// <summary>For the object that an earlier preview, plan or approval was made for; null: this is the first look.</summary>
    public ActionPlan? Plan { get; init; }

    /// <summary>The yes of a person; null: nobody has given one.</summary>
    public ApprovalGrant? Grant { get; init; }

    /// <summary>Earlier attempts that this one belongs to; null: it stands by itself.</summary>
    public ActionSequel? Sequel { get; init; }

    /// <summary>Nothing is begun from then on: whoever asked does not wait any longer. Null: there is no such time.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>For which incident; null: none.</summary>
    public IncidentStanding? Incident { get; init; }

    /// <summary>What keeps autonomy off, and what it has earned.</summary>
    public AutonomyStanding Autonomy { get; init; } = new();

    /// <summary>There are no API keys, so anybody could be asking.</summary>
    public bool IsDevMode { get; init; }

    /// <summary>The operator of such a machine wants real actions all the same.</summary>
    public bool DevModeActs { get; init; }

    /// <summary>Where the platform itself runs; null: not known.</summary>
    public string? OwnNamespace { get; init; }
}
