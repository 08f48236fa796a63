namespace AiSre.Domain.Deploys;

/// <summary>What becomes of a deploy that is told of again: by a pipeline that goes on, or by a sender that repeats itself.</summary>
public static class DeployProgress
{
    /// <summary>So long after its success another word about a deploy is about something else.</summary>
    private static readonly TimeSpan SameRun = TimeSpan.FromHours(1);

    /// <summary>
    /// The deploy as it is then; the same reference when nothing is new. A repeat does not move it in time: only what has not begun yet, or has come
    /// to nothing, begins with the next that is heard of it.
    /// </summary>
    public static Deploy Follow(Deploy known, Deploy said)
    {
        if (!IsNews(known, said)) return Overtaken(known, said);
        var begins = known.Status is DeployStatus.Pending or DeployStatus.Failed or DeployStatus.Cancelled;
        return Filled(known, said) with
        {
            Status = said.Status,
            At = begins || said.At < known.At ? said.At : known.At,
            FinishedAt = said.Status.IsOver() ? EndOf(said) : null,
        };
    }

    /// <summary>
    /// For senders that name what they roll out and not the run: it went well long ago and goes out again, as it does when somebody goes back to an
    /// older version.
    /// </summary>
    public static bool IsAnotherRun(Deploy known, Deploy said) =>
        known.Status is DeployStatus.Succeeded && said.Status is DeployStatus.Started or DeployStatus.Succeeded
        && said.At - EndOf(known) > SameRun;

    /// <summary>Words come in any order: an end outweighs what led to it, and of two ends the later counts.</summary>
    private static bool IsNews(Deploy known, Deploy said) => said.Status != known.Status && (known.Status switch
    {
        DeployStatus.Pending or DeployStatus.Started => said.Status > known.Status,
        DeployStatus.Succeeded => said.Status.IsOver() && EndOf(said) > EndOf(known) && EndOf(said) - EndOf(known) <= SameRun,
        _ => said.Status is not DeployStatus.Pending && EndOf(said) > EndOf(known),
    });

    /// <summary>A word that was overtaken by a later one: the deploy began when it says.</summary>
    private static Deploy Overtaken(Deploy known, Deploy said) =>
        said.Status is DeployStatus.Started && said.At < known.At ? Filled(known, said) with { At = said.At } : known;

    private static DateTimeOffset EndOf(Deploy deploy) => deploy.FinishedAt ?? deploy.At;

    /// <summary>Fills what is not known yet and changes nothing that is.</summary>
    private static Deploy Filled(Deploy known, Deploy said) => known with
    {
        Namespace = known.Namespace ?? said.Namespace,
        Environment = known.Environment ?? said.Environment,
        Image = known.Image ?? said.Image,
        CommitSha = known.CommitSha ?? said.CommitSha,
        Version = known.Version ?? said.Version,
        Url = known.Url ?? said.Url,
        Cluster = known.Cluster ?? said.Cluster,
        Workload = known.Workload ?? said.Workload,
    };
}
