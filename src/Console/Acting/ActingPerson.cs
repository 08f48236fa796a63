using AiSre.Console.Requests;
using AiSre.Domain.Actions;

namespace AiSre.Console.Acting;

/// <summary>In whose name a form asks.</summary>
internal static class ActingPerson
{
    public static Principal Of(ConsoleUser user) => Principal.Person(user.Name, user switch
    {
        { MayAdminister: true } => ActingRole.Admin,
        { MayAct: true } => ActingRole.Operator,
        _ => ActingRole.Viewer,
    });

    public static string? AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString();
}
