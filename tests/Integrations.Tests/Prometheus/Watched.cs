using AiSre.TestHost;

namespace AiSre.Integrations.Tests.Prometheus;

/// <summary>Waits for what must become of the alerts that were sent to a server.</summary>
internal sealed class Watched(SiloProcess silo)
{
    /// <summary>Waits until exactly these incidents exist, in these states. Order does not matter.</summary>
    public Task<IReadOnlyList<ListedIncident>> IncidentsAsync(params (string Title, string State)[] expected) => Poll.ForAsync(
        $"the incidents {string.Join(", ", expected)}",
        async () =>
        {
            var incidents = await IncidentList.GetAsync(silo.Http);
            return incidents.Select(incident => (incident.Title, incident.State)).Order().SequenceEqual(expected.Order()) ? incidents : null;
        },
        onTimeout: Describe);

    /// <summary>Waits until every firing alert was seen at least so often.</summary>
    public Task CountsAsync(long atLeast) => Poll.UntilAsync(
        $"{atLeast} sightings of every firing alert",
        () => Task.FromResult(StoredAlerts.InFile(silo.LedgerFile).Read().Where(alert => alert.IsFiring).All(alert => alert.Count >= atLeast)),
        onTimeout: Describe);

    private string Describe() =>
        $"Stored:{Environment.NewLine}{string.Join(Environment.NewLine, StoredAlerts.InFile(silo.LedgerFile).Read())}{Environment.NewLine}{silo.Log}";
}
