using AiSre.Domain.Deploys;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;

namespace AiSre.Grains.Tests.Deploys;

/// <summary>What a correlator remembers of deploys.</summary>
public sealed class RecentDeploysTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly RecentDeploys deploys = new();

    private static Deploy Of(string id, double minutesBefore, string service = "cart") => new()
    {
        Workspace = "ws", Id = id, Service = service, Namespace = "prod", Actor = "ci-bot", At = Noon.AddMinutes(-minutesBefore),
    };

    private static GroupMember Incident(string? service = "cart", string? @namespace = null, string? workload = null, double minutes = 0) => new()
    {
        IncidentId = "inc-1", CreatedAt = Noon.AddMinutes(minutes), Source = "webhook", Service = service, Namespace = @namespace,
        Workload = workload,
    };

    [Fact]
    public void It_finds_by_service_and_by_workload_and_knows_nothing_at_first()
    {
        Assert.Null(deploys.For(Incident()));
        deploys.Add(Of("a", 5), Noon);
        deploys.Add(Of("b", 4, "wallet") with { Workload = "Carts" }, Noon);
        Assert.Equal("a", deploys.For(Incident())?.Id);
        Assert.Equal("b", deploys.For(Incident("other", "prod", "carts"))?.Id);
        Assert.Equal("b", deploys.For(Incident("cart", "prod", "carts"))?.Id);
        Assert.Null(deploys.For(Incident("other", "test", "carts")));
        Assert.Null(deploys.For(Incident(service: null)));
    }

    [Fact]
    public void What_is_told_of_again_takes_the_place_of_what_was_known()
    {
        deploys.Add(Of("a", 25) with { Status = DeployStatus.Pending }, Noon);
        deploys.Add(Of("a", 2), Noon);
        Assert.Equal((Noon.AddMinutes(-2), DeployStatus.Succeeded), (deploys.For(Incident())!.At, deploys.For(Incident())!.Status));
        Assert.Null(deploys.For(Incident(minutes: -10)));
    }

    [Fact]
    public void An_incident_looks_back_from_when_it_began()
    {
        deploys.Add(Of("a", 25), Noon);
        Assert.Equal("a", deploys.For(Incident(minutes: 60) with { BeganAt = Noon })?.Id);
        Assert.Null(deploys.For(Incident(minutes: 60)));
    }

    [Fact]
    public void What_is_old_is_forgotten_and_never_taken()
    {
        deploys.Add(Of("too old", 400), Noon);
        Assert.Null(deploys.For(Incident(minutes: -400)));
        deploys.Add(Of("a", 0), Noon);
        var later = Noon + RecentDeploys.Kept + TimeSpan.FromMinutes(1);
        for (var i = 0; i < 600; i++) deploys.Add(Of($"d{i}", 0, $"service-{i}") with { At = later }, later);
        Assert.Null(deploys.For(Incident()));
    }
}
