using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using static AiSre.Domain.Tests.Escalation.Rota;

namespace AiSre.Domain.Tests.Escalation;

/// <summary>A group of two teams' incidents: everybody whom a first level means hears of it once.</summary>
public sealed class ChildPagesTests
{
    private static readonly ImmutableHashSet<string> Nothing = [];

    /// <summary>olga looks after the shop, dave after everything else.</summary>
    private static readonly WorkspaceDefinitions TwoTeams = Company with
    {
        Teams = Company.Teams.Add("shop-team", new Team { Name = "shop-team", Services = ["shop", "cart"] }),
        People = Company.People.Add("olga", new Person { Id = "olga" }.At("email", "olga@x.test")),
        Policies = [],
        DefaultPolicy = new() { Name = "default", Levels = [new() { AfterMinutes = 0, Targets = ["schedule:*"], Channels = ["email"] }] },
    };

    private static readonly Incident Parent = Incident() with { Id = "inc-parent", Title = "The database is down" };

    private static readonly Incident Shop = Incident(service: "shop") with { Id = "inc-shop" };

    [Fact]
    public void A_child_of_another_team_pages_its_first_level_at_once_and_names_the_group()
    {
        var parent = Parent.Wake(Noon, context: Context(Noon)).Incident;
        var reaction = GroupRules.Child(Shop, parent, Nothing, Context(Noon.AddSeconds(1)));
        var page = Assert.Single(reaction.Messages);
        Assert.True(page.IsPage);
        Assert.Equal(("email/olga@x.test", "olga"), ($"{page.Channel}/{page.Address}", Assert.Single(page.Content.Recipients)));
        Assert.Equal("Part of a larger incident: The database is down (inc-parent).", page.Content.Note);
        Assert.Equal(GroupId.For("inc-parent"), page.Content.GroupId);
        Assert.Contains("own_level", Assert.Single(reaction.Change.Events).Payload, StringComparison.Ordinal);
        // Once.
        Assert.Empty(GroupRules.Child(reaction.Change.Incident, parent, Nothing, Context(Noon.AddHours(1))).Messages);
    }

    [Fact]
    public void A_child_whose_people_the_parent_has_paged_is_silent_for_half_an_hour()
    {
        var parent = Parent.Wake(Noon, context: Context(Noon)).Incident;
        var reaction = GroupRules.Child(Shop with { Subject = new() { Service = "mail" } }, parent, Nothing, Context(Noon.AddSeconds(1)));
        Assert.Empty(reaction.Messages);
        Assert.Equal([new(IncidentWake.Group, Noon + GroupRules.Lasting)], reaction.Wakes);
    }

    [Fact]
    public void Before_the_parent_has_paged_its_own_people_are_waited_for_and_others_are_not()
    {
        var (parent, context) = (Parent, Context(Noon.AddMilliseconds(200)));
        Assert.Single(GroupRules.Child(Shop, parent, Nothing, context).Messages);
        var same = GroupRules.Child(Shop with { Subject = new() { Service = "mail" } }, parent, Nothing, context);
        Assert.Empty(same.Messages);
        Assert.Equal(Noon.AddSeconds(5), Assert.Single(same.Wakes).At);
        // It has not paged by then: the child does.
        Assert.Single(
            GroupRules.Child(Shop with { Subject = new() { Service = "mail" } }, parent, Nothing, Context(Noon.AddSeconds(5))).Messages);
    }

    [Fact]
    public void After_an_outage_a_parent_that_is_late_too_is_waited_for_once()
    {
        var child = Shop with { Subject = new() { Service = "mail" } };
        var late = GroupRules.Child(child, Parent, Nothing, Context(Noon.AddMinutes(20)), late: true);
        Assert.Empty(late.Messages);
        Assert.Equal(Noon.AddMinutes(20).AddSeconds(5), Assert.Single(late.Wakes).At);
        Assert.Single(GroupRules.Child(child, Parent, Nothing, Context(Noon.AddMinutes(20).AddSeconds(5))).Messages);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_parent_that_tells_nobody_for_now_tells_for_no_child(bool silenced, bool snoozed)
    {
        var parent = Parent with
        {
            Silenced = silenced ? new SilenceMark("s", Noon.AddHours(1), false, null) : null, SnoozedUntil = snoozed ? Noon.AddHours(1) : null,
        };
        var child = Shop with { Subject = new() { Service = "mail" } };
        Assert.Equal("dave", Assert.Single(Assert.Single(GroupRules.Child(child, parent, Nothing, Context(Noon)).Messages).Content.Recipients));
    }

    [Fact]
    public void Children_of_one_team_share_one_page()
    {
        var parent = Parent.Wake(Noon, context: Context(Noon)).Incident;
        var context = Context(Noon.AddSeconds(1));
        var first = Assert.Single(GroupRules.Child(Shop, parent, Nothing, context).Messages);
        var cart = Shop with { Id = "inc-cart", Subject = new() { Service = "cart" } };
        Assert.Equal([first.Key], ChildPages.KeysOf(cart, parent, context));
        Assert.Empty(GroupRules.Child(cart, parent, new HashSet<string> { first.Key }, context).Messages);
    }

    [Fact]
    public void Two_teams_at_one_shared_address_are_both_told()
    {
        var shared = TwoTeams with
        {
            DefaultPolicy = new() { Name = "default", Levels = [new() { AfterMinutes = 0, Targets = ["schedule:*"], Channels = ["slack"] }] },
            Teams = TwoTeams.Teams.SetItem("shop-team", new Team { Name = "shop-team", Services = ["shop"] })
                .Add("mail-team", new Team { Name = "mail-team", Services = ["mail"] }),
        };
        var context = Context(Noon.AddSeconds(1), shared);
        var parent = Parent.Wake(Noon, context: Context(Noon, shared)).Incident;
        var shop = Assert.Single(GroupRules.Child(Shop, parent, Nothing, context).Messages);
        var mail = Shop with { Id = "inc-mail", Subject = new() { Service = "mail" } };
        var eve = Assert.Single(GroupRules.Child(mail, parent, new HashSet<string> { shop.Key }, context).Messages);
        Assert.Equal((shop.Channel, shop.Address), (eve.Channel, eve.Address));
        Assert.NotEqual(shop.Key, eve.Key);
    }

    [Fact]
    public void A_first_level_that_reaches_nobody_is_no_reason_to_be_silent()
    {
        var policy = new EscalationPolicy
        {
            Name = "shop", Services = ["shop"],
            Levels = [new() { AfterMinutes = 0, Targets = ["user:nobody-known"], Channels = ["email"] },
                new() { AfterMinutes = 10, Targets = ["user:olga"], Channels = ["email"] }],
        };
        var definitions = TwoTeams with { Policies = [policy] };
        var parent = Parent.Wake(Noon, context: Context(Noon, definitions)).Incident;
        var page = Assert.Single(GroupRules.Child(Shop, parent, Nothing, Context(Noon.AddSeconds(1), definitions)).Messages);
        Assert.Equal("olga@x.test", page.Address);
    }

    [Fact]
    public void A_first_level_that_waits_waits_for_a_child_too_and_quiet_hours_hold_it()
    {
        var later = TwoTeams with
        {
            DefaultPolicy = TwoTeams.DefaultPolicy! with { Levels = [TwoTeams.DefaultPolicy.Levels[0] with { AfterMinutes = 5 }] },
        };
        var parent = Parent.Wake(Noon, context: Context(Noon)).Incident;
        Assert.Equal(Noon.AddMinutes(5), Assert.Single(GroupRules.Child(Shop, parent, Nothing, Context(Noon, later)).Wakes).At);
        var quiet = TwoTeams with
        {
            DefaultPolicy = TwoTeams.DefaultPolicy with { QuietHours = new() { TimeZone = "UTC", From = "11:00", To = "13:00" } },
        };
        var warning = Shop with { Severity = Severity.Warning };
        Assert.Equal(Noon.AddHours(1), Assert.Single(GroupRules.Child(warning, parent, Nothing, Context(Noon, quiet)).Wakes).At);
    }

    [Fact]
    public void A_warning_that_no_policy_is_written_for_pages_nobody_in_a_group_either()
    {
        var definitions = TwoTeams with { DefaultPolicy = null };
        var parent = Parent.Wake(Noon, context: Context(Noon, definitions)).Incident;
        var child = Shop with { Severity = Severity.Warning };
        Assert.Empty(GroupRules.Child(child, parent, Nothing, Context(Noon.AddSeconds(1), definitions)).Messages);
    }

    [Fact]
    public void A_group_that_somebody_has_in_hand_has_not_told_another_team()
    {
        var parent = Parent.Wake(Noon, context: Context(Noon)).Incident with { Phase = IncidentPhase.Acknowledged };
        Assert.Single(GroupRules.Child(Shop, parent, Nothing, Context(Noon.AddSeconds(1))).Messages);
    }

    [Theory]
    [InlineData("payments", Severity.High, true)]
    [InlineData("mail", Severity.Critical, false)]
    [InlineData("shop", Severity.Critical, false)]
    public void Whether_a_child_must_ask_at_once_follows_from_teams_and_policies(string service, Severity severity, bool shares) =>
        Assert.Equal(shares, GroupRules.SharesFirstLevel(TwoTeams, (service, severity), ("payments", Severity.Critical)));

    private static TellContext Context(DateTimeOffset now, WorkspaceDefinitions? definitions = null) =>
        Around(now, (team, _) => (team.Name == "shop-team" ? "olga" : team.Name == "mail-team" ? "eve" : "dave", null), definitions ?? TwoTeams);
}
