namespace AiSre.Api.Security;

/// <summary>Reads and writes the cookie of the console's sessions.</summary>
internal sealed class ConsoleSessions(ApiKeyRing ring, FailedLogins failures, TimeProvider clock)
{
    /// <summary>Null when there is none that holds.</summary>
    public ConsoleSession? Find(HttpContext context) => context.Features.Get<ConsoleSession>() ?? FindNow(context);

    /// <summary>The same, also for a request that lasts: its key may have been withdrawn since it came in.</summary>
    public ConsoleSession? FindNow(HttpContext context)
    {
        var session = ConsoleSession.Read(context.Request.Cookies[ConsoleSession.Cookie], ring, clock.GetUtcNow());
        if (session is not null) context.Features.Set(session);
        return session;
    }

    /// <summary>How much of its length a session may have lost: a page in a while writes a cookie, and not each.</summary>
    private static readonly TimeSpan Lost = TimeSpan.FromMinutes(10);

    /// <summary>Prolongs a session to its length, and begins one where nobody needs a key.</summary>
    public ConsoleSession Keep(HttpContext context)
    {
        var now = clock.GetUtcNow();
        var session = Find(context);
        if (session is null) return Write(context, ConsoleSession.Begin(null, now));
        return session.EndsAt - now > ConsoleSession.Lasts - Lost || context.Response.HasStarted
            ? session
            : Write(context, session with { EndsAt = now + ConsoleSession.Lasts });
    }

    /// <returns>Null when the key opened the door, else what to say.</returns>
    public string? Enter(HttpContext context, string presented)
    {
        if (ring.DevMode) return null;
        if (ring.Find(presented, out var isTooEarly) is not { } key)
        {
            if (isTooEarly) return "The keys of workspaces have not been read yet. Try again in a few seconds.";
            return failures.Count(context.Connection.RemoteIpAddress, missing: false) is { } wait
                ? $"Too many wrong keys from this address. Wait {wait} s."
                : "This key is not known.";
        }
        if (!key.Role.Covers(Role.Viewer) || !key.Scopes.Permit(KeyScope.Read))
            return "This key may only send alerts. Use one of a viewer, an operator or an admin.";
        Enter(context, key);
        return null;
    }

    /// <summary>Begins a session of a key that opens.</summary>
    public void Enter(HttpContext context, ApiKey key) => Write(context, ConsoleSession.Begin(key, clock.GetUtcNow()));

    public static void Leave(HttpContext context) => context.Response.Cookies.Delete(ConsoleSession.Cookie, Options(context));

    private static ConsoleSession Write(HttpContext context, ConsoleSession session)
    {
        context.Response.Cookies.Append(ConsoleSession.Cookie, session.ToCookie(), Options(context));
        context.Features.Set(session);
        return session;
    }

    private static CookieOptions Options(HttpContext context) => new()
    {
        Path = "/", HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, MaxAge = ConsoleSession.Lasts,
    };
}
