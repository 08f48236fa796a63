using System.Buffers.Text;
using System.Text;
using AiSre.Domain.Notifications;

namespace AiSre.Domain.Tests.Notifications;

/// <summary>What a signed link says is believed when the platform has signed it, for this incident, and never else.</summary>
public sealed class LinkTokenTests
{
    private const string Incident = "inc-0123456789abc";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=% +/";

    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly SignedLink Link = new("shop", Incident, "dave", "email", Noon, Noon.AddHours(72));
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("0123456789abcdef0123456789abcdef");
    private static readonly byte[] OtherKey = Encoding.UTF8.GetBytes("0123456789abcdef0123456789abcdeF");

    [Fact]
    public void What_was_signed_is_read()
    {
        var read = LinkToken.Read(LinkToken.Write(Link, "dave@x.test", Key), Incident, Key);
        Assert.Equal(Link, read!.Value.Link);
        Assert.Equal(LinkToken.Stamp("dave@x.test", Key), read.Value.Stamp);
    }

    [Fact]
    public void The_address_is_not_in_it_and_it_needs_no_escape_in_one()
    {
        var token = LinkToken.Write(Link with { Person = "jürgen@büro", Workspace = "a_b-c" }, "juergen@x.test", Key);
        Assert.Equal(token, Uri.EscapeDataString(token));
        Assert.DoesNotContain("juergen", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[0])), StringComparison.Ordinal);
        Assert.Equal("jürgen@büro", LinkToken.Read(token, Incident, Key)!.Value.Link.Person);
    }

    [Fact]
    public void It_is_for_one_incident_and_of_one_key()
    {
        var token = LinkToken.Write(Link, "dave@x.test", Key);
        Assert.Null(LinkToken.Read(token, "inc-0123456789abd", Key));
        Assert.Null(LinkToken.Read(token, "", Key));
        Assert.Null(LinkToken.Read(token, Incident, OtherKey));
    }

    [Fact]
    public void Whatever_of_it_is_changed_it_is_not_read()
    {
        var (token, random) = (LinkToken.Write(Link, "dave@x.test", Key), new Random(57));
        for (var at = 0; at < token.Length; at++)
        {
            foreach (var letter in Letters.Where(letter => letter != token[at]))
                Assert.Null(LinkToken.Read($"{token[..at]}{letter}{token[(at + 1)..]}", Incident, Key));
            Assert.Null(LinkToken.Read(token[..at], Incident, Key));
            Assert.Null(LinkToken.Read(token.Remove(at, 1), Incident, Key));
            Assert.Null(LinkToken.Read(token.Insert(at, $"{Letters[random.Next(Letters.Length)]}"), Incident, Key));
        }
    }

    [Fact]
    public void No_two_links_share_a_token_and_none_opens_what_another_says()
    {
        // Parts that run together the same way: what ends one could begin the next.
        SignedLink[] links =
        [
            Link, Link with { Workspace = "sho" }, Link with { Person = "dav" }, Link with { Person = "Dave" }, Link with { Channel = "mail" },
            Link with { Workspace = "shopemail", Channel = "" }, Link with { IssuedAt = Noon.AddMilliseconds(1) },
            Link with { ExpiresAt = Noon.AddHours(73) },
        ];
        var tokens = links.Select(link => LinkToken.Write(link, "dave@x.test", Key)).ToList();
        Assert.Equal(links.Length, tokens.Distinct().Count());
        var bodies = tokens.Select(token => token.Split('.')).ToList();
        foreach (var said in bodies)
            foreach (var signed in bodies.Where(other => other != said)) Assert.Null(LinkToken.Read($"{said[0]}.{signed[1]}", Incident, Key));
    }

    [Fact]
    public void Nonsense_of_any_length_is_refused()
    {
        var random = new Random(57);
        var half = new string('A', 400);
        foreach (var nonsense in (string[])["", ".", "..", "a.", ".a", "a.b", "a.b.c", new('A', 5_000), $"{half}.{half}"])
            Assert.Null(LinkToken.Read(nonsense, Incident, Key));
        for (var i = 0; i < 20_000; i++) Assert.Null(LinkToken.Read(new string(random.GetItems<char>(Letters, random.Next(120))), Incident, Key));
    }

    [Fact]
    public void The_longest_names_still_fit()
    {
        var longest = Link with { Workspace = new('w', 64), Person = new('ü', 64), Channel = new('c', 64) };
        Assert.Equal(longest, LinkToken.Read(LinkToken.Write(longest, "dave@x.test", Key), Incident, Key)!.Value.Link);
    }

    [Fact]
    public void A_stamp_tells_addresses_apart_whatever_their_case()
    {
        Assert.Equal(LinkToken.Stamp("Dave@x.test", Key), LinkToken.Stamp("dave@X.test", Key));
        Assert.NotEqual(LinkToken.Stamp("dave@x.test", Key), LinkToken.Stamp("eve@x.test", Key));
        Assert.NotEqual(LinkToken.Stamp("dave@x.test", Key), LinkToken.Stamp("dave@x.test", OtherKey));
    }
}
