using System.Runtime.CompilerServices;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace AiSre.Grains.Tests.Upgrades;

/// <summary>
/// While a cluster is upgraded, silos of two versions send each other incidents. A field is only ever added, so each reads what it knows.
/// </summary>
public sealed class MixedVersionTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly ServiceProvider services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public void Dispose() => services.Dispose();

    [Fact]
    public void A_silo_reads_an_incident_with_fields_that_it_does_not_know()
    {
        var newer = new NewerIncident
        {
            Id = "inc-1", Workspace = "ws", Title = "High CPU", Severity = Severity.High, Source = "webhook", CreatedAt = Noon,
            Region = "eu-1", Owners = [new NewerOwner("dave", 1)], Account = "acme",
        };
        var read = Serializer<Incident>().Deserialize(Serializer<NewerIncident>().SerializeToArray(newer))!;
        Assert.Equal(("inc-1", "High CPU", Severity.High, Noon, "acme"), (read.Id, read.Title, read.Severity, read.CreatedAt, read.Account));
    }

    [Fact]
    public void A_newer_silo_reads_an_incident_without_its_fields_and_has_their_defaults()
    {
        var incident = new Incident
        {
            Id = "inc-1", Workspace = "ws", Title = "High CPU", Severity = Severity.High, Source = "webhook", CreatedAt = Noon, Account = "acme",
        };
        var read = Serializer<NewerIncident>().Deserialize(Serializer<Incident>().SerializeToArray(incident))!;
        Assert.Equal(("inc-1", "High CPU", Severity.High, Noon, "acme"), (read.Id, read.Title, read.Severity, read.CreatedAt, read.Account));
        Assert.Equal(("unknown", 0), (read.Region, read.Owners.Count));
    }

    /// <summary>The file was written by version 0.1.0. Who renumbers or retypes a field finds out here, before a cluster does.</summary>
    [Fact]
    public void An_incident_that_an_earlier_version_wrote_is_read_in_full()
    {
        var read = Serializer<Incident>().Deserialize(Convert.FromBase64String(File.ReadAllText(Recorded()).Trim()))!;
        Assert.Equal(("inc-1", "ws", "High CPU", "it burns", Severity.Critical, "webhook"),
            (read.Id, read.Workspace, read.Title, read.Description, read.Severity, read.Source));
        Assert.Equal(
            (IncidentPhase.Acknowledged, "payments", Noon, Noon.AddMinutes(1), "dave"),
            (read.Phase, read.Subject.Service, read.CreatedAt, read.AcknowledgedAt, read.AcknowledgedBy));
        Assert.Equal([new JoinedAlert("webhook:k1", true)], read.Alerts);
        Assert.Equal(
            (2, "inc-0", "g", "acme", "dave: on it"), (read.ReopenCount, read.PreviousIncidentId, read.GroupKey, read.Account, read.LastNote));
    }

    private Serializer<T> Serializer<T>() => services.GetRequiredService<Serializer<T>>();

    private static string Recorded([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "incident-0.1.0.txt");
}

/// <summary>An incident as a later version may know it: some of today's fields under their numbers, and two new ones.</summary>
[GenerateSerializer, Alias("aisre.tests.newer-incident")]
public sealed record NewerIncident
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required string Workspace { get; init; }
    [Id(2)] public required string Title { get; init; }
    [Id(4)] public required Severity Severity { get; init; }
    [Id(6)] public required string Source { get; init; }
    [Id(9)] public required DateTimeOffset CreatedAt { get; init; }
    [Id(29)] public string? Account { get; init; }
    [Id(90)] public string Region { get; init; } = "unknown";
    [Id(91)] public List<NewerOwner> Owners { get; init; } = [];
}

[GenerateSerializer, Alias("aisre.tests.newer-owner")]
public sealed record NewerOwner([property: Id(0)] string Name, [property: Id(1)] int Rank);
