using System.Security.Cryptography.X509Certificates;

namespace AiSre.KubernetesStub;

/// <summary>How the stub behaves; what is not given at the start may change while it runs.</summary>
public sealed class StubSettings
{
    /// <summary>Null: plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Null: everybody may come.</summary>
    public string? Token { get; set; }

    public bool ControllersRun { get; set; } = true;

    /// <summary>Without it budgets keep the status that they have.</summary>
    public bool DisruptionControllerRuns { get; set; } = true;

    /// <summary>Without it pods that are being deleted stay for ever, as on a dead node.</summary>
    public bool KubeletsAnswer { get; set; } = true;

    /// <summary>New pods are ready at once with 0, after so many steps, or never with less.</summary>
    public int ReadyAfterSteps { get; set; }

    /// <summary>What every call takes.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Seconds that a refusal of a budget names; null: none, as real servers mostly do.</summary>
    public int? BudgetRetryAfter { get; set; }

    /// <summary>The clock that objects get their times from.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
