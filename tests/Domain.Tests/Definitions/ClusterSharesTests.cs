using AiSre.Domain.Definitions.Clusters;
using CsCheck;

namespace AiSre.Domain.Tests.Definitions;

public sealed class ClusterSharesTests
{
    private static readonly string[] Workspaces = ["acme", "default", "rival"];

    private static readonly Gen<ClusterShares> Shared = Gen.Select(
            Gen.OneOfConst(Workspaces), Gen.OneOfConst("*", "acme-*", "*-web", "kube-system", "a?me-web").Array[1, 3])
        .Select((workspace, globs) => new WorkspaceShare(workspace, [.. globs])).Array[1, 4].Select(all => new ClusterShares([.. all]));

    [Fact]
    public void A_namespace_never_belongs_to_two_workspaces() => Gen.Select(
        Shared, Gen.OneOfConst("acme-web", "acme-db", "shop-web", "kube-system", "x")).Sample(
            (shares, name) => Assert.True(Workspaces.Count(workspace => shares.Has(workspace, name)) <= 1), iter: 2_000);

    [Fact]
    public void The_first_that_matches_has_it_and_what_nobody_matches_is_nobodys()
    {
        var shares = new ClusterShares([new("acme", ["acme-*"]), new("default", ["shop", "acme-web"])]);
        Assert.Equal(("acme", "default", null), (shares.OwnerOf("acme-web"), shares.OwnerOf("shop"), shares.OwnerOf("kube-system")));
    }

    [Fact]
    public void A_cluster_that_says_nothing_is_the_default_workspaces_alone()
    {
        var clusters = new ClusterDefinitions([new() { Name = "East" }]);
        Assert.Equal(("East", "East"), (clusters.Find("default", "east")?.Name, clusters.DefaultOf("default")));
        Assert.Null(clusters.Find("acme", "east"));
        Assert.Null(clusters.DefaultOf("acme"));
    }

    [Fact]
    public void What_is_in_no_namespace_is_everybodys_who_has_any_of_the_cluster()
    {
        var shares = new ClusterShares([new("acme", ["acme-*"])]);
        Assert.True(shares.Has("acme", ""));
        Assert.False(shares.Has("default", ""));
    }
}
