namespace AiSre.Domain.Heartbeats;

/// <summary>A heartbeat that the definitions declare.</summary>
/// <param name="Name">As in its address.</param>
/// <param name="Settings">What it promises.</param>
public sealed record HeartbeatDefinition(string Name, HeartbeatSettings Settings);
