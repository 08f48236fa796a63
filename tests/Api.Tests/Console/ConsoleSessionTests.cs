using AiSre.Api.Security;
using AiSre.Domain.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Api.Tests.Console;

public sealed class ConsoleSessionTests : IDisposable
{
    private const string Key = "eyes-key-0123456789abcdef";

    private readonly FakeTimeProvider clock = new(new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly FailedLogins failures = new();
    private readonly ApiKeyRing ring;

    public ConsoleSessionTests() =>
        ring = new(new ApiKeyOptions { Keys = [new("eyes", Role.Viewer, null, ApiKey.HashOf(Key))] }, clock);

    private ConsoleSessions Sessions => new(ring, failures, clock);

    public void Dispose() => failures.Dispose();

    [Fact]
    public void A_session_lasts_twelve_hours_after_the_last_look()
    {
        var cookie = SignIn();
        // Looked at an hour later, and then not for eleven hours and a half.
        clock.Advance(TimeSpan.FromHours(1));
        cookie = Look(cookie) ?? cookie;
        clock.Advance(TimeSpan.FromHours(11.5));
        Assert.NotNull(Sessions.Find(With(cookie)));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(Sessions.Find(With(cookie)));
    }

    [Fact]
    public void A_page_shortly_after_another_writes_no_cookie_and_forms_stay_valid()
    {
        var cookie = SignIn();
        clock.Advance(TimeSpan.FromMinutes(5));
        var token = Sessions.Find(With(cookie))!.FormToken();
        Assert.Null(Look(cookie));
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.True(Sessions.Find(With(Look(cookie)!))!.IsFormToken(token));
    }

    private string SignIn()
    {
        var http = new DefaultHttpContext();
        Assert.Null(Sessions.Enter(http, Key));
        return Written(http)!;
    }

    /// <returns>The cookie that a page writes; null when it writes none.</returns>
    private string? Look(string cookie)
    {
        var http = With(cookie);
        Sessions.Keep(http);
        return Written(http);
    }

    private static DefaultHttpContext With(string cookie)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Cookie = $"{ConsoleSession.Cookie}={cookie}";
        return http;
    }

    private static string? Written(HttpContext http) => http.Response.Headers.SetCookie is [{ } set] ? set.Split(';')[0].Split('=', 2)[1] : null;
}
