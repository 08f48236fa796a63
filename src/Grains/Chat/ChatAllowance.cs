using System.Collections.Immutable;
using AiSre.Domain.Chat;
using AiSre.Domain.Workspaces;

namespace AiSre.Grains.Chat;

/// <summary>Who may use the chat model, and how much.</summary>
public sealed record ChatAllowance
{
    public const string Everybody = "*";

    /// <summary>Workspaces, or <c>*</c> for all. Default none: what happens in a workspace leaves the house only where somebody said so.</summary>
    public ImmutableArray<string> Workspaces { get; init; } = [];

    /// <summary>Of a workspace. Default 200 calls and 1,000,000 tokens.</summary>
    public ChatBudget Budget { get; init; } = new(QuotaDefaults.ModelCallsPerDay, 1_000_000);

    /// <summary>Questions of a workspace at once. Default 2.</summary>
    public int AtOnce { get; init; } = 2;

    /// <summary>For one question with its repair. Default 20 s.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(20);

    public bool Allows(string workspace) => Workspaces.Contains(Everybody) || Workspaces.Contains(workspace);
}
