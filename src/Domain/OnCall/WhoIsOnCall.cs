using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.OnCall;

namespace AiSre.Domain.OnCall;

/// <summary>Who of a team is on call at an instant, and who is told next; null: nobody.</summary>
public delegate (string? OnCall, string? Contact) WhoIsOnCall(Team team, DateTimeOffset at);

/// <summary>Who is on call as a workspace has defined it.</summary>
public static class OnCallNow
{
    public static WhoIsOnCall Of(WorkspaceDefinitions definitions) => (team, at) =>
    {
        var duty = OnCallRules.At(definitions, team, at);
        return (duty.Person, OnCallRules.ContactOf(team, duty));
    };
}
