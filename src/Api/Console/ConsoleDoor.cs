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
    public ConsoleUser UserOf(HttpContext context)
    {
        var caller = context.Features.Get<Caller>() ?? throw new InvalidOperationException("Nobody has come in.");
        return new(
            caller.Name, caller.Role.Word(), caller.May(Role.Operator), caller.May(Role.Admin), caller.BoundWorkspace, HasKey: !ring.DevMode);
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
