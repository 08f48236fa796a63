using System.Collections.Immutable;
using AiSre.Api.Security;
using AiSre.Domain.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Api.Tests.Edge;

/// <summary>Keys of workspaces, as a process knows and checks them.</summary>
public sealed class StoredKeyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Text = TextOf("key-1");

    private readonly FakeTimeProvider clock = new(Noon);
    private readonly ApiKeyRing ring;

    public StoredKeyTests() => ring = new(ApiKeyParser.Parse(EdgeHost.Keys, true), clock);

    [Fact]
    public void A_key_opens_its_workspace_and_is_held_to_its_scopes()
    {
        Load(Key("key-1") with { Scopes = [KeyScope.Ingest] });
        var key = ring.Find(Text);
        Assert.Equal(("grafana", Role.Operator, "ws-1", "ws-1.key-1"), (key?.Name, key!.Role, key.Workspace, key.Reference));
        Assert.Equal(
            ("grafana", Role.Operator, "ws-1", "ws-1"), (key.Caller.Name, key.Caller.Role, key.Caller.BoundWorkspace, key.Caller.Workspace));
        Assert.Equal([KeyScope.Ingest], key.Caller.Scopes);
    }

    [Fact]
    public void Neither_another_secret_nor_another_workspace_nor_its_hash_opens()
    {
        Load(Key("key-1"));
        Assert.Null(ring.Find(TextOf("key-1", secret: 9)));
        Assert.Null(ring.Find(TextOf("key-2")));
        Assert.Null(ring.Find(TextOf("key-1", "ws-2")));
        Assert.Null(ring.Find(KeyText.HashOf(Text)));
        Assert.Null(ring.Find(Text.ToUpperInvariant()));
        Assert.Null(ring.Find(Text + "x"));
        Assert.NotNull(ring.Find(EdgeHost.Root));
    }

    [Fact]
    public void It_is_refused_from_the_instant_at_which_it_expires_whoever_is_away()
    {
        Load(Key("key-1") with { ExpiresAt = Noon.AddHours(1) });
        clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(ring.Find(Text));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(ring.Find(Text, out var isTooEarly));
        Assert.False(isTooEarly);
    }

    [Fact]
    public void Before_anything_was_read_nobody_knows_that_it_is_none()
    {
        Assert.Null(ring.Find(Text, out var isTooEarly));
        Assert.True(isTooEarly);
        // What has not the form of one is known to be none, and keys of the environment open.
        Assert.Null(ring.Find("nonsense", out isTooEarly));
        Assert.False(isTooEarly);
        Assert.NotNull(ring.Find(EdgeHost.Ops, out isTooEarly));
        Assert.False(isTooEarly);
        // A part is read, in which it is.
        ring.Stored.Put("ws-1", [Key("key-1")]);
        Assert.NotNull(ring.Find(Text, out isTooEarly));
        Assert.False(isTooEarly);
        ring.Stored.Loaded(new HashSet<string> { "ws-1" });
        Assert.Null(ring.Find(TextOf("key-2"), out isTooEarly));
        Assert.False(isTooEarly);
    }

    [Fact]
    public void What_is_read_of_a_workspace_takes_the_place_of_what_was_known_of_it_and_of_nothing_else()
    {
        Load(Key("key-1"), Key("key-2"));
        ring.Stored.Put("ws-2", [Key("key-1") with { Hash = KeyText.HashOf(TextOf("key-1", "ws-2")) }]);
        ring.Stored.Put("ws-1", [Key("key-2")]);
        Assert.Null(ring.Find(Text));
        Assert.NotNull(ring.Find(TextOf("key-2")));
        Assert.NotNull(ring.Find(TextOf("key-1", "ws-2")));
        ring.Stored.Loaded(new HashSet<string> { "ws-2" });
        Assert.Null(ring.Find(TextOf("key-2")));
        Assert.Equal(1, ring.Stored.Count);
    }

    [Fact]
    public void When_it_was_used_is_noted_and_outlives_what_is_read_anew()
    {
        Load(Key("key-1"));
        Assert.Null(Assert.Single(ring.Stored.All).Use!.LastAt);
        ring.Find(Text);
        ring.Find(TextOf("key-1", secret: 9));
        clock.Advance(TimeSpan.FromMinutes(1));
        Load(Key("key-1") with { LastUsedAt = Noon });
        Assert.Equal((Noon, Noon), (Assert.Single(ring.Stored.All).Use!.LastAt, Assert.Single(ring.Stored.All).Use!.Kept));
    }

    [Fact]
    public void A_session_ends_with_its_key()
    {
        Load(Key("key-1"));
        using var failures = new FailedLogins();
        var sessions = new ConsoleSessions(ring, failures, clock);
        var entering = new DefaultHttpContext();
        Assert.Null(sessions.Enter(entering, Text));
        var cookie = entering.Response.Headers.SetCookie.ToString().Split(';')[0];
        Assert.DoesNotContain(Text[^20..], cookie, StringComparison.Ordinal);
        Assert.Equal("grafana", sessions.Find(With(cookie))?.Key?.Name);
        var lasting = With(cookie);
        Assert.NotNull(sessions.Find(lasting));

        ring.Stored.Put("ws-1", [Key("key-2")]);
        Assert.Null(sessions.Find(With(cookie)));
        Assert.Null(sessions.FindNow(lasting));
        // Another key under the same id has another secret.
        ring.Stored.Put("ws-1", [Key("key-1") with { Hash = KeyText.HashOf(TextOf("key-1", secret: 9)) }]);
        Assert.Null(sessions.Find(With(cookie)));
    }

    [Fact]
    public void One_that_may_read_nothing_begins_no_session()
    {
        Load(Key("key-1") with { Scopes = [KeyScope.Ingest, KeyScope.Respond] });
        using var failures = new FailedLogins();
        Assert.Contains("only send", new ConsoleSessions(ring, failures, clock).Enter(new DefaultHttpContext(), Text), StringComparison.Ordinal);
    }

    private void Load(params ImmutableArray<ManagedKey> keys)
    {
        ring.Stored.Put("ws-1", keys);
        ring.Stored.Loaded(new HashSet<string> { "ws-1" });
    }

    private static DefaultHttpContext With(string cookie)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Cookie = cookie;
        return http;
    }

    private static ManagedKey Key(string id) => new()
    {
        Id = id, Name = "grafana", Role = Role.Operator, Hash = KeyText.HashOf(TextOf(id)), CreatedAt = Noon, CreatedBy = "zoe",
    };

    private static string TextOf(string id, string workspace = "ws-1", byte secret = 7)
    {
        var bytes = new byte[KeyText.SecretBytes];
        Array.Fill(bytes, secret);
        return KeyText.Of(workspace, id, bytes);
    }
}
