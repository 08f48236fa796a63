using System.Collections.Immutable;
using AiSre.Domain.Incidents;

namespace AiSre.Grains.Ledger;

/// <summary>
/// The incidents of a service by the times in which they stood. A database that is away is a <see cref="LedgerUnavailableException"/>.
/// </summary>
public interface IDowntimeReads
{
    /// <summary>Those that stand, or ended after an instant, in the order of their birth.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="service">Of which service.</param>
    /// <param name="since">The instant.</param>
    /// <param name="longest">What has ended is looked for among those born so long before it.</param>
    ValueTask<IReadOnlyList<ServiceIncident>> OfServiceAsync(string workspace, string service, DateTimeOffset since, TimeSpan longest);
}

/// <param name="Incident">As it is now.</param>
/// <param name="Turns">All its ends and reopenings, oldest first; none are read of one that was never reopened.</param>
public sealed record ServiceIncident(Incident Incident, ImmutableArray<PhaseTurn> Turns);
