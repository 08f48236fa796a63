using System.Collections.Immutable;
using AiSre.Api.Actions;
using AiSre.Api.Cluster;
using AiSre.Api.Demo;
using AiSre.Api.Security;
using AiSre.Console.Requests;

namespace AiSre.Api.Console;

/// <summary>Keys and sessions, as the console asks for them.</summary>
internal sealed class ConsoleDoor(ConsoleSessions sessions, ApiKeyRing ring, DemoOptions demo, DevModeActions dev, TimeProvider clock)
    : IConsoleDoor
{
    /// <summary>Whoever has none of them is not shown forms that he could not send; which of them a form needs its endpoint says.</summary>
    private static readonly ImmutableArray<KeyScope> Acting = [KeyScope.Respond, KeyScope.Act, KeyScope.Configure];

    private static readonly ImmutableArray<KeyScope> Administering = [KeyScope.Configure, KeyScope.Administer];

    public ConsoleUser UserOf(HttpContext context)
    {
        var caller = context.Features.Get<Caller>() ?? throw new InvalidOperationException("Nobody has come in.");
        var mayAct = caller.May(Role.Operator) && Acting.Any(scope => caller.Scopes.Permit(scope));
        var mayAdminister = caller.May(Role.Admin) && Administering.Any(scope => caller.Scopes.Permit(scope));
        return new(caller.Name, caller.Role.Word(), mayAct, mayAdminister, caller.BoundWorkspace, HasKey: !ring.DevMode);
    }

    public bool MaySeedDemo => demo.Allowed;

    public bool MayActWithoutKeys => dev.Allowed;

    public string FormToken(HttpContext context) => sessions.Keep(context).FormToken();

    public bool IsFormToken(HttpContext context, string? token) => sessions.Find(context)?.IsFormToken(token) is true;

    public string? SignIn(HttpContext context, string key) => sessions.Enter(context, key);

    public void SignOut(HttpContext context) => ConsoleSessions.Leave(context);

    public bool IsSignedIn(HttpContext context) => ring.DevMode || sessions.Find(context) is not null;

    public void BeginCalls() => CallBudget.Begin(clock);

    public bool IsWorkspace(string text) => WorkspaceId.IsValid(text);
}
