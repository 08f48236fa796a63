using System.Collections.Immutable;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>A tool that a workspace has described itself.</summary>
/// <param name="Name">As senders name it, in the header or the address.</param>
/// <param name="Shapes">At least one; of several the first that fits best is meant.</param>
public sealed record OwnSource(string Name, ImmutableArray<SourceShape> Shapes);
