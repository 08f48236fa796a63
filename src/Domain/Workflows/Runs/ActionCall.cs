using System.Collections.Immutable;

namespace AiSre.Domain.Workflows.Runs;

/// <summary>An action with its arguments, as the guard is asked for it.</summary>
/// <param name="Action">Such as <c>restart_pod</c>.</param>
/// <param name="Args">By name. Whatever they hold, they are values and nothing else.</param>
[GenerateSerializer, Immutable, Alias("aisre.workflows.call")]
public sealed record ActionCall([property: Id(0)] string Action, [property: Id(1)] ImmutableSortedDictionary<string, string> Args)
{
    public bool Equals(ActionCall? other) => other is not null && Action == other.Action && Args.SequenceEqual(other.Args);

    public override int GetHashCode() => Args.Aggregate(Action.GetHashCode(StringComparison.Ordinal), (hash, arg) => HashCode.Combine(hash, arg));

    public override string ToString() => $"{Action} {string.Join(", ", Args.Select(arg => $"{arg.Key}={arg.Value}"))}";
}
