using System.Collections.Immutable;

namespace AiSre.Console.Connect;

/// <summary>Tools of one kind.</summary>
public sealed record ToolGroup(string Name, ImmutableArray<ToolGuide> Tools);
