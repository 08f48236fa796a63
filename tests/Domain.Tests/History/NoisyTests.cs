using AiSre.Domain.History;
using static AiSre.Domain.Tests.History.RememberedIncidents;

namespace AiSre.Domain.Tests.History;

public class NoisyTests
{
    private static List<string> Ids(params IEnumerable<RememberedIncident> incidents) =>
        [.. NoisyRules.Of(InOrder(incidents), TimeSpan.FromMinutes(5), 20, Now).Select(noisy => noisy.Id)];

    [Fact]
    public void What_is_over_within_five_minutes_without_an_action_is_noise()
    {
        var (exact, longer, open, acted) = (Of(4).Resolved(5), Of(3).Resolved(5.01), Of(2), Of(1).Resolved(1) with { Actions = 1 });
        Assert.Equal([exact.Id], Ids(exact, longer, open, acted));
    }

    [Fact]
    public void Somebody_may_have_acknowledged_it()
    {
        var seen = Of(1).Resolved(2) with { FirstResponseAt = Now };
        Assert.Equal([seen.Id], Ids(seen));
    }

    [Fact]
    public void An_end_before_its_beginning_is_an_end_at_once()
    {
        var odd = Of(1).Resolved(-9);
        Assert.Equal([odd.Id], Ids(odd));
    }

    [Fact]
    public void A_group_for_which_people_were_paged_is_none()
    {
        var parent = Of(2).Resolved(2);
        var child = Of(1.9) with { ParentId = parent.Id };
        Assert.Equal([parent.Id], Ids(parent, child));
        Assert.Empty(Ids(parent, child with { Pages = [new(Now, ["dave"])] }));
    }

    [Fact]
    public void The_newest_come_first_with_how_often_the_same_came_in_a_week()
    {
        var incidents = InOrder([Of(1).Resolved(1), Of(2).Resolved(2), Of(3), Of(4, service: "other").Resolved(1), Of((7 * 24) + 1).Resolved(1)]);
        var noisy = NoisyRules.Of(incidents, TimeSpan.FromMinutes(5), 3, Now);
        Assert.Equal([3, 3, 1], noisy.Select(one => one.Score));
        Assert.Equal(incidents.Reverse().Where(incident => incident.IsResolved).Take(3).Select(incident => incident.Id), noisy.Select(one => one.Id));
    }
}
