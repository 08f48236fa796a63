using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Domain.Reports.Handoff;

namespace AiSre.Grains.Ledger;

/// <summary>What reports read over all incidents of a workspace: counts and slim rows, documents only for those that are shown.</summary>
public interface IReportReads
{
    /// <summary>How many stand open now, by severity.</summary>
    ValueTask<ImmutableArray<OpenCount>> OpenAsync(string workspace);

    /// <summary>Every incident that opened, ended or opened again since an instant.</summary>
    ValueTask<ImmutableArray<IncidentCourse>> CoursesAsync(string workspace, DateTimeOffset since);

    /// <summary>The worst and oldest that stand open, without members of groups.</summary>
    ValueTask<ImmutableArray<Incident>> WorstOpenAsync(string workspace, int limit);

    /// <summary>These incidents, in no order.</summary>
    ValueTask<ImmutableArray<Incident>> IncidentsAsync(string workspace, IReadOnlyCollection<string> incidentIds);

    /// <summary>What was tried since an instant, newest first.</summary>
    ValueTask<ImmutableArray<DoneAction>> ActionsAsync(string workspace, DateTimeOffset since, int limit);

    /// <summary>How often each outcome came since an instant, dry runs not counted.</summary>
    ValueTask<ImmutableDictionary<string, long>> OutcomesAsync(string workspace, DateTimeOffset since);

    /// <summary>What was done last for each of these incidents, dry runs not counted.</summary>
    ValueTask<ImmutableDictionary<string, DoneAction>> LastActionsAsync(string workspace, IReadOnlyCollection<string> incidentIds);
}
