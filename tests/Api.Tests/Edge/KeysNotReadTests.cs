using System.Net;
using AiSre.Api.Security;
using AiSre.Domain.Access;

namespace AiSre.Api.Tests.Edge;

/// <summary>A process that has just started, and whose cluster cannot be asked for the keys of workspaces.</summary>
public sealed class KeysNotReadTests
{
    private static readonly string Text = KeyText.Of("ws-1", "key-1", new byte[KeyText.SecretBytes]);

    [Fact]
    public async Task What_may_be_a_key_is_asked_to_come_again_and_not_sent_away()
    {
        await using var host = await EdgeHost.StartAsync();
        using var answer = await host.GetAsync("/probe/who", Text);
        await answer.ProblemAsync(503, "keys_unavailable");
        Assert.Equal("2", answer.Header("Retry-After"));
        using var session = await host.GetAsync(
            "/console/ws-1/incidents", null, ("Cookie", $"{ConsoleSession.Cookie}=ws-1~key-1.9999999999.nonce.signature"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, session.StatusCode);
        Assert.Equal("2", session.Header("Retry-After"));
        // What is certainly none, and what is certainly one.
        await (await host.GetAsync("/probe/who", "nonsense")).ProblemAsync(401, "unauthorized");
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/probe/who", EdgeHost.Eyes)).StatusCode);
    }
}
