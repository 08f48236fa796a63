using AiSre.Domain.Heartbeats;

namespace AiSre.Domain.Demo.Script;

/// <summary>A job that says that it lives.</summary>
/// <param name="Name">As in its address.</param>
/// <param name="Settings">What it has promised.</param>
/// <param name="LastBeat">When it was last heard.</param>
/// <param name="MissingSince">When it was given up; null: it is up.</param>
public sealed record DemoHeartbeat(string Name, HeartbeatSettings Settings, DateTimeOffset LastBeat, DateTimeOffset? MissingSince);
