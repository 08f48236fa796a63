namespace AiSre.Domain.Demo.Script;

/// <summary>Somebody stands in. Times are local in the team's zone, <c>yyyy-MM-ddTHH:mm</c>.</summary>
public sealed record DemoStandIn(string Team, string User, string From, string To, string Reason);
