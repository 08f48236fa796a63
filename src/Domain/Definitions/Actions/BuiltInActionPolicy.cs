using AiSre.Domain.Actions;

namespace AiSre.Domain.Definitions.Actions;

/// <summary>
/// What counts where a workspace writes no policy: people may do what hurts one workload at most, with a yes each time; autonomy nothing.
/// </summary>
public static class BuiltInActionPolicy
{
    public const string Name = "default";

    public static ActionPolicy Value { get; } = new() { Name = Name, Actions = [.. ActionNames.All], Namespaces = ["*"] };
}
