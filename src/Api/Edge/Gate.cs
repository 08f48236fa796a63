using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using Microsoft.Extensions.Primitives;

namespace AiSre.Api.Edge;

/// <summary>Decides whether a request comes in, and as whom.</summary>
internal sealed class Gate(ApiKeyRing ring, ConsoleSessions sessions, FailedLogins failures)
{
    private static readonly StringValues BrowserChallenge =
        new(["ApiKey", "Basic realm=\"AI-SRE: any user name, the API key as password\""]);

    /// <summary>Null when admitted; the caller is then a feature of the request.</summary>
    public ProblemResult? Admit(HttpContext context, EndpointPolicy policy)
    {
        if (policy.Open) return null;
        var caller = ring.DevMode ? ring.DevCaller : Identify(context, policy)?.Caller;
        if (caller is null) return policy.IsPage ? Problems.Unauthorized() : Refuse(context, policy);
        var refusal = policy.Role is { } needed && !caller.Role.Covers(needed)
            ? Problems.InsufficientRole(caller.Role.Word(), needed.Word())
            : EnterWorkspace(context, caller, policy);
        // Who was refused is known all the same, for the log.
        if (refusal is not null) context.Features.Set(caller);
        return refusal;
    }

    /// <summary>Whether a request that lasts would still come in as this caller: keys are withdrawn and changed while streams are open.</summary>
    public bool StillAdmits(HttpContext context, Caller caller) =>
        ring.DevMode || (Identify(context, EndpointPolicy.Of(context.GetEndpoint()))?.Caller is { } now
            && now.Role == caller.Role && now.BoundWorkspace == caller.BoundWorkspace);

    private ApiKey? Identify(HttpContext context, EndpointPolicy policy) => policy.Session switch
    {
        null => IdentifyByKey(context),
        { NothingElse: true } => sessions.Find(context)?.Key,
        _ => IdentifyByKey(context) ?? sessions.Find(context)?.Key,
    };

    private ApiKey? IdentifyByKey(HttpContext context) =>
        PresentedKey.Read(context, out var usable) is { } presented && usable ? ring.Find(presented) : null;

    private ProblemResult Refuse(HttpContext context, EndpointPolicy policy)
    {
        var missing = PresentedKey.Read(context, out _) is null;
        if (failures.Count(context.Connection.RemoteIpAddress, missing) is { } wait)
            return Problems.TooManyRequests(wait, "Too many requests without a valid API key from this address.");
        // Only pages that a browser opens ask it for a password; an API client should not get a second riddle.
        context.Response.Headers.WWWAuthenticate = policy.ServesHtml ? BrowserChallenge : "ApiKey";
        return Problems.Unauthorized();
    }

    private static ProblemResult? EnterWorkspace(HttpContext context, Caller caller, EndpointPolicy policy)
    {
        if (policy.IsPage)
        {
            // The path says which; its page is not there for whoever may not see it.
            context.Features.Set(caller);
            return null;
        }
        var headers = context.Request.Headers;
        var id = headers[WorkspaceHeaders.Id.Name];
        var name = headers[WorkspaceHeaders.DisplayName.Name];
        if (id.Count == 0 && name.Count == 0)
        {
            context.Features.Set(caller);
            return null;
        }
        if (id is [{ Length: > 0 } workspace])
        {
            if (!WorkspaceId.IsValid(workspace))
                return Problems.Unprocessable("header", WorkspaceHeaders.Id.Name, "Use 1 to 64 letters, digits, '-' or '_'.");
            if (caller.BoundWorkspace is { } bound && bound != workspace) return Problems.ForeignWorkspace();
            caller = caller with { Workspace = workspace, NamedWorkspace = true };
        }
        else if (id.Count > 1)
        {
            return Problems.Unprocessable("header", WorkspaceHeaders.Id.Name, "Send it once.");
        }
        if (name is [{ Length: > 0 } display]) caller = caller with { WorkspaceName = WorkspaceId.CleanName(display) };
        context.Features.Set(caller);
        return null;
    }
}
