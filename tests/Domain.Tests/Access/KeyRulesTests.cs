using System.Collections.Immutable;
using AiSre.Domain.Access;

namespace AiSre.Domain.Tests.Access;

public sealed class KeyRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static ManagedKey Key(string id = "key-1") => new()
    {
        Id = id, Name = "grafana", Role = Role.Operator, Scopes = [KeyScope.Ingest], Hash = "00", CreatedAt = Noon.AddDays(-10), CreatedBy = "root",
    };

    [Fact]
    public void A_key_counts_until_the_instant_at_which_it_expires()
    {
        var key = Key() with { ExpiresAt = Noon };
        Assert.True(key.Counts(Noon.AddMilliseconds(-1)));
        Assert.False(key.Counts(Noon));
        Assert.True(Key().Counts(DateTimeOffset.MaxValue));
        Assert.False((Key() with { RevokedAt = Noon.AddDays(1) }).Counts(Noon));
    }

    [Fact]
    public void Those_that_ended_within_thirty_days_are_listed_beside_those_that_count_oldest_first()
    {
        ImmutableArray<ManagedKey> keys =
        [
            Key("new") with { CreatedAt = Noon }, Key("old") with { CreatedAt = Noon.AddDays(-500) },
            Key("just") with { ExpiresAt = Noon.AddDays(-29), CreatedAt = Noon.AddDays(-90) },
            Key("gone") with { ExpiresAt = Noon.AddDays(-31), CreatedAt = Noon.AddDays(-91) },
            Key("withdrawn") with { RevokedAt = Noon.AddDays(-30), CreatedAt = Noon.AddDays(-92) },
            // It expired long ago, and was withdrawn yesterday: it ended long ago.
            Key("twice") with { ExpiresAt = Noon.AddDays(-40), RevokedAt = Noon.AddDays(-1), CreatedAt = Noon.AddDays(-93) },
        ];
        Assert.Equal(["old", "just", "new"], KeyRules.Listed(keys, Noon).Select(key => key.Id));
    }

    [Fact]
    public void Of_those_that_ended_the_last_are_kept_and_all_that_count()
    {
        var ended = Enumerable.Range(0, KeyRules.MostEnded + 5).Select(i => Key($"ended-{i}") with { RevokedAt = Noon.AddMinutes(-i) });
        var listed = KeyRules.Listed([.. ended, Key("counts")], Noon);
        Assert.Equal(KeyRules.MostEnded + 1, listed.Length);
        Assert.Contains(listed, key => key.Id == "counts");
        Assert.DoesNotContain(listed, key => key.Id == $"ended-{KeyRules.MostEnded}");
    }

    [Fact]
    public void A_rotation_ends_the_key_after_the_overlap_and_makes_one_that_may_do_the_same()
    {
        var (ending, next) = KeyRules.Rotate(Key(), "key-2", "11", TimeSpan.FromHours(24), "zoe", Noon);
        Assert.Equal((Noon.AddHours(24), "key-2"), (ending.ExpiresAt, ending.ReplacedBy));
        Assert.Equal(
            ("key-2", "grafana", Role.Operator, "11", Noon, "zoe", null, null),
            (next.Id, next.Name, next.Role, next.Hash, next.CreatedAt, next.CreatedBy, next.ExpiresAt, next.LastUsedAt));
        Assert.Equal([KeyScope.Ingest], next.Scopes);
    }

    [Fact]
    public void Rotated_it_lives_no_longer_than_it_was_to_and_the_other_as_long_as_it_was_made_for()
    {
        var (ending, next) = KeyRules.Rotate(Key() with { ExpiresAt = Noon.AddHours(2) }, "key-2", "11", TimeSpan.FromHours(24), "zoe", Noon);
        Assert.Equal(Noon.AddHours(2), ending.ExpiresAt);
        Assert.Equal(Noon.AddDays(10).AddHours(2), next.ExpiresAt);
    }

    [Fact]
    public void One_that_ends_with_the_calendar_is_followed_by_one_that_does() =>
        Assert.Equal(
            DateTimeOffset.MaxValue,
            KeyRules.Rotate(Key() with { ExpiresAt = DateTimeOffset.MaxValue }, "key-2", "11", TimeSpan.Zero, "zoe", Noon).Next.ExpiresAt);

    [Fact]
    public void Without_an_overlap_it_opens_nothing_any_more() =>
        Assert.False(KeyRules.Rotate(Key(), "key-2", "11", TimeSpan.Zero, "zoe", Noon).Ending.Counts(Noon));

    [Fact]
    public void A_use_is_noted_once_an_hour_and_what_is_not_noted_changes_nothing()
    {
        ImmutableArray<ManagedKey> keys = [Key("a"), Key("b") with { LastUsedAt = Noon }, Key("c") with { LastUsedAt = Noon }];
        var noted = KeyRules.WithUses(keys, new Dictionary<string, DateTimeOffset>
        {
            ["a"] = Noon, ["b"] = Noon.AddMinutes(59), ["c"] = Noon.AddMinutes(60), ["of another workspace"] = Noon,
        });
        Assert.Equal([Noon, Noon, Noon.AddMinutes(60)], noted.Select(key => key.LastUsedAt));
        Assert.Equal(noted, KeyRules.WithUses(noted, new Dictionary<string, DateTimeOffset> { ["a"] = Noon.AddMinutes(1) }));
    }

    [Theory]
    [InlineData("grafana", true)]
    [InlineData("zoe@acme.io", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a\nb", false)]
    [InlineData("<b>", false)]
    public void Names_have_the_characters_that_names_of_keys_in_settings_have(string name, bool allowed) =>
        Assert.Equal(allowed, KeyRules.IsName(name));

    [Fact]
    public void A_name_has_at_most_64_characters() =>
        Assert.Equal((true, false), (KeyRules.IsName(new('a', 64)), KeyRules.IsName(new('a', 65))));

    [Fact]
    public void Nobody_hands_out_more_than_he_has()
    {
        foreach (var role in Enum.GetValues<Role>()) Assert.True(KeyRules.MayHandOut(Role.Admin, [], role, []));
        Assert.False(KeyRules.MayHandOut(Role.Operator, [], Role.Admin, []));
        Assert.False(KeyRules.MayHandOut(Role.Viewer, [], Role.Operator, []));
        Assert.True(KeyRules.MayHandOut(Role.Admin, [KeyScope.Administer, KeyScope.Read], Role.Admin, [KeyScope.Read]));
        Assert.False(KeyRules.MayHandOut(Role.Admin, [KeyScope.Administer], Role.Viewer, [KeyScope.Read]));
        // Without scopes it would be held to none.
        Assert.False(KeyRules.MayHandOut(Role.Admin, [KeyScope.Administer], Role.Admin, []));
    }
}
