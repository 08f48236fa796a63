using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Api.Tokens;
using Microsoft.Extensions.Primitives;

namespace AiSre.Api.Edge;

/// <summary>Decides whether a request comes in, and as whom.</summary>
internal sealed class Gate(ApiKeyRing ring, ConsoleSessions sessions, FailedLogins failures, TimeProvider clock)
{
    private static readonly StringValues BrowserChallenge =
        new(["ApiKey", "Basic realm=\"AI-SRE: any user name, the API key as password\""]);

    /// <summary>Null when admitted; the caller is then a feature of the request.</summary>
    public ProblemResult? Admit(HttpContext context, EndpointPolicy policy)
    {
        if (policy.Open) return null;
        var isTooEarly = false;
        var caller = ring.DevMode ? ring.DevCaller : Identify(context, policy, out isTooEarly);
        if (caller is null && context.Features.Get<PresentedToken>()?.Problem is { } problem) return problem;
        if (caller is null) return isTooEarly ? Problems.KeysNotRead() : policy.IsPage ? Problems.Unauthorized() : Refuse(context, policy);
        var refusal = policy.Access?.RefusalOf(caller) ?? EnterWorkspace(context, caller, policy);
        // Who was refused is known all the same, for the log.
        if (refusal is not null) context.Features.Set(caller);
        return refusal;
    }

    /// <summary>Whether a request that lasts would still come in as this caller: keys are withdrawn and changed while streams are open.</summary>
    public bool StillAdmits(HttpContext context, Caller caller) =>
        ring.DevMode || (Identify(context, EndpointPolicy.Of(context.GetEndpoint()), out _) is { } now
            && now.Role == caller.Role && now.BoundWorkspace == caller.BoundWorkspace && now.Scopes.SequenceEqual(caller.Scopes));

    /// <param name="context">The request.</param>
    /// <param name="policy">Of its endpoint.</param>
    /// <param name="isTooEarly">What it presents may be of a key that this process has not read yet.</param>
    private Caller? Identify(HttpContext context, EndpointPolicy policy, out bool isTooEarly)
    {
        isTooEarly = false;
        if (policy.Session is not { NothingElse: true })
        {
            if (IdentifyByKey(context, out isTooEarly) is { } presented) return presented.Caller;
            if (TokensCaller(context) is { } caller) return caller;
        }
        if (policy.Session is null) return null;
        var key = sessions.FindNow(context)?.Key;
        isTooEarly |= key is null && !ring.Stored.IsLoaded && ConsoleSession.IsOfStoredKey(context.Request.Cookies[ConsoleSession.Cookie]);
        return key?.Caller;
    }

    private Caller? TokensCaller(HttpContext context) =>
        context.Features.Get<PresentedToken>() is { Caller: { } caller } token && token.ExpiresAt > clock.GetUtcNow() ? caller : null;

    private ApiKey? IdentifyByKey(HttpContext context, out bool isTooEarly)
    {
        isTooEarly = false;
        return PresentedKey.Read(context, out var usable) is { } presented && usable ? ring.Find(presented, out isTooEarly) : null;
    }

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
