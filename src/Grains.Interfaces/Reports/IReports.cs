using AiSre.Domain.Reports.Handoff;
using AiSre.Domain.Reports.PostMortems;

namespace AiSre.Grains.Reports;

/// <summary>Words for people about what is stored. A stateless worker over the ledger's tables. Key: 0.</summary>
[Alias("aisre.reports")]
public interface IReports : IGrainWithIntegerKey
{
    /// <summary>What whoever takes over has to know.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="hours">How far it looks back, 1 to 48.</param>
    [Alias("handoff"), Idempotent]
    Task<HandoffDigest> HandoffAsync(string workspace, int hours);

    /// <summary>
    /// What happened, for those who want that it does not happen again; a draft while it is not over. Null: there is no such incident.
    /// </summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="incidentId">Of what.</param>
    /// <param name="reworded">A chat model may say summary and lessons more readably, where one is configured and allowed.</param>
    [Alias("post-mortem"), Idempotent, ResponseTimeout("00:00:29")]
    Task<PostMortem?> PostMortemAsync(string workspace, string incidentId, bool reworded = false);
}
