using AiSre.Console.Keys;
using AiSre.Domain.Access;

namespace AiSre.Api.Tests.Console;

public sealed class NewKeyDraftTests
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_is_read_with_its_end_and_its_scopes_in_order()
    {
        var key = new NewKeyDraft { Name = "night.shift@acme", Role = "operator", Scopes = ["act", "read", "act"], Days = "90" }
            .Read(static (_, _) => true, Noon, out _)!;
        Assert.Equal(("night.shift@acme", Role.Operator, Noon.AddDays(90)), (key.Name, key.Role, key.ExpiresAt));
        Assert.Equal([KeyScope.Read, KeyScope.Act], key.Scopes);
    }

    [Fact]
    public void Without_an_end_and_without_scopes_it_is_good_for_all_of_its_role_and_for_ever()
    {
        var key = new NewKeyDraft { Name = "grafana", Role = "ingest" }.Read(static (_, _) => true, Noon, out _)!;
        Assert.Null(key.ExpiresAt);
        Assert.Empty(key.Scopes);
    }

    [Theory]
    [InlineData("", "ingest", null, "", "name")]
    [InlineData("a b", "ingest", null, "", "name")]
    [InlineData("<b>", "ingest", null, "", "name")]
    [InlineData("a", "king", null, "", "role")]
    [InlineData("a", "", null, "", "role")]
    [InlineData("a", "ingest", "read", "", "scopes")]
    [InlineData("a", "viewer", "act", "", "scopes")]
    [InlineData("a", "operator", "administer", "", "scopes")]
    [InlineData("a", "admin", "everything", "", "scopes")]
    [InlineData("a", "admin", null, "0", "days")]
    [InlineData("a", "admin", null, "3651", "days")]
    [InlineData("a", "admin", null, "soon", "days")]
    public void What_is_wrong_is_said_at_its_field(string name, string role, string? scope, string days, string field)
    {
        var draft = new NewKeyDraft { Name = name, Role = role, Scopes = scope is null ? [] : [scope], Days = days };
        Assert.Null(draft.Read(static (_, _) => true, Noon, out var said));
        Assert.Equal(field, Assert.Single(said.Problems).Key);
        Assert.Equal((name, days), (said.Name, said.Days));
    }

    [Fact]
    public void A_name_is_not_longer_than_one_of_the_settings()
    {
        Assert.NotNull(new NewKeyDraft { Name = new('a', 64) }.Read(static (_, _) => true, Noon, out _));
        Assert.Null(new NewKeyDraft { Name = new('a', 65) }.Read(static (_, _) => true, Noon, out _));
    }

    [Fact]
    public void Nobody_hands_out_more_than_he_has()
    {
        var draft = new NewKeyDraft { Name = "a", Role = "admin", Scopes = ["read"] };
        Assert.Null(draft.Read((role, scopes) => role is not Role.Admin || scopes is not [KeyScope.Read], Noon, out var said));
        Assert.Equal(NewKeyDraft.BeyondOwn, said.ProblemOf("role"));
    }
}
