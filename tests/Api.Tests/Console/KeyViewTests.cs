using System.Collections.Immutable;
using AiSre.Console.Keys;
using AiSre.Domain.Access;
using AiSre.Grains.OnCall;

namespace AiSre.Api.Tests.Console;

/// <summary>How keys stand, and who may what by them.</summary>
public sealed class KeyViewTests
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly SettingsKey Root = new("root", Role.Admin, IsForAll: true);

    [Fact]
    public void A_key_counts_until_it_ends_or_is_revoked()
    {
        (ManagedKey Key, KeyStanding Standing)[] known =
        [
            (Key("a"), KeyStanding.Counts), (Key("a") with { ExpiresAt = Noon.AddDays(15) }, KeyStanding.Counts),
            (Key("a") with { ExpiresAt = Noon.AddDays(13) }, KeyStanding.EndsSoon),
            (Key("a") with { ExpiresAt = Noon.AddHours(1), ReplacedBy = "key-2" }, KeyStanding.Replaced),
            (Key("a") with { ExpiresAt = Noon }, KeyStanding.Ended), (Key("a") with { ExpiresAt = Noon, ReplacedBy = "key-2" }, KeyStanding.Ended),
            (Key("a") with { RevokedAt = Noon.AddDays(-1), ExpiresAt = Noon.AddDays(1) }, KeyStanding.Revoked),
        ];
        Assert.Equal(known.Select(one => one.Standing), known.Select(one => one.Key.StandingAt(Noon)));
        Assert.Equal([true, true, true, true, false, false, false], known.Select(one => one.Key.Counts(Noon)));
    }

    [Fact]
    public void Those_that_count_come_first_by_name_and_then_those_that_ended_the_latest_first()
    {
        var keys = KeysPageView.InOrder(
            [
                Key("old") with { ExpiresAt = Noon.AddDays(-9) }, Key("zeta"), Key("gone") with { RevokedAt = Noon.AddDays(-1) }, Key("Alpha"),
            ],
            Noon);
        Assert.Equal(["Alpha", "zeta", "gone", "old"], keys.Select(key => key.Name));
    }

    [Fact]
    public void Who_may_what_follows_from_role_and_scopes()
    {
        var lines = WhoMay.Of(
            [
                Key("eyes", Role.Viewer), Key("dana", Role.Operator), Key("grafana", Role.Ingest), Key("bea", Role.Admin),
                Key("robot", Role.Admin, KeyScope.Act), Key("dana", Role.Operator),
            ],
            [Root]).ToDictionary(line => line.Scope);
        Assert.Equal(["bea", "dana", "grafana"], lines[KeyScope.Ingest].Own);
        Assert.Equal(["bea", "dana", "eyes"], lines[KeyScope.Read].Own);
        Assert.Equal(["bea", "dana"], lines[KeyScope.Respond].Own);
        Assert.Equal(["bea", "dana", "robot"], lines[KeyScope.Act].Own);
        Assert.Equal(["bea"], lines[KeyScope.Administer].Own);
        Assert.All(lines.Values, line => Assert.Equal(["root"], line.OfSettings));
    }

    [Fact]
    public void A_person_has_a_key_when_one_is_called_the_same()
    {
        var people = WhoMay.People([Person("Dana"), Person("erik"), Person("root")], [Key("dana")], [Root]);
        Assert.Equal([("Dana", true), ("erik", false), ("root", true)], people);
    }

    [Fact]
    public void A_key_that_was_just_made_is_not_written_by_mistake() =>
        Assert.Equal("key-dana", $"{new MadeKey(Key("dana"), "the key itself")}");

    private static ManagedKey Key(string name, Role role = Role.Operator, params KeyScope[] scopes) => new()
    {
        Id = $"key-{name}", Name = name, Role = role, Scopes = [.. scopes], Hash = new('0', 64), CreatedAt = Noon.AddDays(-10), CreatedBy = "ada",
    };

    private static PersonFacts Person(string id) => new(id, false, ImmutableArray<string>.Empty);
}
