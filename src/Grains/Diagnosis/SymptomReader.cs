using System.Security.Cryptography;
using System.Text;
using AiSre.Domain.Deploys;
using AiSre.Domain.Diagnosis;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Diagnosis;

/// <summary>What people were told: the incident, what else is open in its group and its namespace, and what was rolled out before.</summary>
public sealed class SymptomReader(IGrainFactory grains, IIncidentReads incidents, IDeployReads deploys)
{
    private const int MostRead = 500, MostOthers = 50, MostDeploys = 200;

    private static readonly TimeSpan Beside = TimeSpan.FromHours(1), DeploysWithin = TimeSpan.FromHours(24);

    /// <summary>Null: there is no such incident.</summary>
    public async Task<ToldSymptom?> ReadAsync(string workspace, string incidentId)
    {
        if (await grains.GetGrain<IIncidentGrain>(GrainKeys.Incident(workspace, incidentId)).GetAsync() is not { } incident) return null;
        var started = DeployCorrelation.StartOf(incident);
        var open = await incidents.GroupableAsync(workspace, started - Beside, MostRead);
        var parent = (await incidents.FactsAsync(workspace, incidentId))?.ParentId;
        var rolledOut = await deploys.SinceAsync(workspace, started - DeploysWithin, MostDeploys);
        var subject = incident.Subject;
        var symptom = new Symptom
        {
            Title = incident.Title,
            Description = incident.Description,
            Service = subject.Service,
            Namespace = subject.Namespace,
            Workload = subject.Deployment,
            Pod = subject.Pod,
            Node = subject.Node,
            StartedAt = started,
            Others = [.. open.Where(row => row.Incident.Id != incidentId && IsBeside(row, incident, parent)).Take(MostOthers).Select(Other)],
            Deploys =
            [
                .. rolledOut.Where(deploy => IsOfPlace(deploy, subject))
                    .Select(deploy => new RecentDeploy(deploy.Id, deploy.Service, deploy.Namespace, deploy.Version ?? deploy.Image, deploy.At)),
            ],
        };
        return new(incident, symptom, Fingerprint(symptom), parent);
    }

    /// <summary>Of its group, of its namespace, or of a node that anything may run on.</summary>
    private static bool IsBeside((Incident Incident, string? ParentId) row, Incident incident, string? parent)
    {
        if (row.ParentId == incident.Id || (parent is not null && (row.ParentId == parent || row.Incident.Id == parent))) return true;
        var (other, own) = (row.Incident.Subject, incident.Subject);
        return other.Cluster == own.Cluster
            && (other.Namespace is { Length: > 0 } ns ? ns == own.Namespace : other.Node is { Length: > 0 });
    }

    private static OtherAlert Other((Incident Incident, string? ParentId) row)
    {
        var subject = row.Incident.Subject;
        return new(row.Incident.Title, row.Incident.Description, subject.Service ?? subject.Deployment, subject.Namespace, subject.Node,
            DeployCorrelation.StartOf(row.Incident));
    }

    private static bool IsOfPlace(Deploy deploy, Domain.Alerts.AlertSubject subject) =>
        (deploy.Namespace is null || subject.Namespace is null || deploy.Namespace == subject.Namespace)
            && (deploy.Namespace is not null || deploy.Service == subject.Service);

    private static string Fingerprint(Symptom symptom) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(DocumentText.Write(symptom))))[..16];
}
