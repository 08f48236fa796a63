using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.OnCall;
using NodaTime;
using static AiSre.Domain.Tests.OnCall.Rotas;

namespace AiSre.Domain.Tests.OnCall;

public class HandoverRulesTests
{
    private static readonly Instant Now = At("2025-01-15T10:30Z"); // shift 3

    [Theory]
    [InlineData("a,b", "a,b,c", "b", "c,a,b")] // one more: b stays, and the new order follows
    [InlineData("a,b", "c,a,b", "b", "c,a,b")]
    [InlineData("a,b,c,d", "a,b,d", "d", "a,b,d")]
    [InlineData("a,b,c,d", "a,b,c", "a", "b,c,a")] // d has left: a was to come next
    [InlineData("a,b,a,c", "a,c,a,b,d", "c", "a,b,d")]
    [InlineData("a,b", "x,y,z", "x", "y,z,x")] // nobody of them is left: as it is counted
    [InlineData("a,b,b,c", "c,b,a,b,b", "c", "b,a,b")]
    public void Whoever_is_on_duty_stays_when_the_number_of_members_changes(string before, string after, string now, string then)
    {
        var layer = HandoverRules.Reanchor(Weekly("Europe/Berlin", before.Split(',')), Weekly("Europe/Berlin", after.Split(',')), Now);
        Assert.Equal(now, OnDuty(layer, Now));
        Assert.Equal(then.Split(','), Enumerable.Range(1, 3).Select(week => OnDuty(layer, Now + Duration.FromDays(7 * week))));
        // And again and again: an edit that changes nothing moves nobody.
        var again = HandoverRules.Reanchor(layer, layer with { IndexOffset = 0 }, Now + Duration.FromDays(3));
        Assert.Equal(layer.IndexOffset, again.IndexOffset);
    }

    [Fact]
    public void Of_somebody_with_several_places_it_is_the_one_before_the_same_neighbour()
    {
        var before = Weekly("Europe/Berlin", "a", "b", "c", "b");
        Assert.Equal("b", OnDuty(before, Now)); // the second b, before a
        var after = HandoverRules.Reanchor(before, Weekly("Europe/Berlin", "b", "c", "b", "a", "x"), Now);
        Assert.Equal("a", OnDuty(after, Now + Duration.FromDays(7)));
    }

    [Fact]
    public void With_as_many_members_places_stay_so_a_replacement_takes_over_and_a_new_order_counts_from_now()
    {
        var before = Weekly("Europe/Berlin", "a", "b", "c") with { IndexOffset = 2 };
        Assert.Equal("c", OnDuty(before, Now));
        Assert.Equal("x", OnDuty(HandoverRules.Reanchor(before, Weekly("Europe/Berlin", "a", "b", "x"), Now), Now));
        Assert.Equal("a", OnDuty(HandoverRules.Reanchor(before, Weekly("Europe/Berlin", "c", "b", "a"), Now), Now));
    }

    [Fact]
    public void Longer_shifts_leave_on_duty_who_is_and_another_start_says_who_begins()
    {
        var before = Weekly("Europe/Berlin", "a", "b");
        var longer = Weekly("Europe/Berlin", "a", "b") with { Every = new(2, RotationUnit.Weeks) };
        Assert.Equal("b", OnDuty(before, Now));
        Assert.Equal("a", OnDuty(longer with { Start = new(2025, 1, 13) }, Now));
        Assert.Equal("b", OnDuty(HandoverRules.Reanchor(before, longer with { Every = new(3, RotationUnit.Weeks) }, Now), Now));
        Assert.Equal("a", OnDuty(HandoverRules.Reanchor(before with { IndexOffset = 1 }, longer with { Start = new(2025, 1, 13) }, Now), Now));
    }

    [Fact]
    public void Layers_are_known_by_their_names_and_a_new_one_is_as_it_is_defined()
    {
        var before = TeamOf(Weekly("Europe/Berlin", "a", "b"));
        var after = TeamOf(Weekly("Asia/Tokyo", "t", "u") with { Name = "apac" }, Weekly("Europe/Berlin", "a", "b", "c"));
        var team = HandoverRules.Reanchor(before, after, Now);
        Assert.Equal(0, team.Layers[0].IndexOffset);
        Assert.Equal("b", OnDuty(team.Layers[1], Now));
        Assert.Same(after, HandoverRules.Reanchor(null, after, Now));
        var future = Weekly("Europe/Berlin", "a", "b") with { Start = new(2026, 1, 5) };
        Assert.Equal(0, HandoverRules.Reanchor(future, future with { Members = ["a", "b", "c"] }, Now).IndexOffset);
    }

    private static string OnDuty(RotationLayer layer, Instant at) =>
        layer.Members[RotationRules.MemberIndex(layer, RotationRules.NumberAt(layer, at))];
}
