using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Jobs that failed and CronJobs that do not start theirs.</summary>
internal static partial class JobRules
{
    private static readonly TimeSpan Lately = TimeSpan.FromHours(24);

    public static ImmutableArray<Rule> All { get; } =
    [
        new("job_failed", Failed)
        {
            Needs = ["jobs", "pods"],
            LooksAt = "Conditions of Jobs (backoff limit, deadline), the exit codes and last errors of their pods; not where a later try succeeded",
            Advice = "Mend what the last lines of the log say, then run the Job again.",
            Expected = "The next run completes.",
        },
        new("cronjob_suspended", Suspended)
        {
            Needs = ["cronjobs"],
            LooksAt = "CronJobs that are suspended",
            Advice = "Let it run again (spec.suspend: false), and start what was missed by hand.",
            Expected = "It runs at its next time.",
        },
        new("cronjob_does_not_start", NotStarted)
        {
            Needs = ["cronjobs"],
            LooksAt = "Events of CronJobs (missed start, bad schedule or time zone, a former run that is still active), and when they ran last",
            Advice = "Correct the schedule or the deadline for a start, or end the former run that holds the next one back.",
            Expected = "It runs at its next time.",
        },
    ];

    private static IEnumerable<Finding> Failed(Scene scene)
    {
        foreach (var job in scene.Cluster.Jobs)
        {
            var failed = job.Status?.Conditions?.FirstOrDefault(one => one.Type is "Failed" or "FailureTarget" && one.Status == "True");
            var owner = job.Metadata.OwnerReferences?.FirstOrDefault(one => one.Kind == "CronJob");
            if (failed is null || (owner is not null && HasSucceededSince(scene, job, owner))) continue;
            var since = failed.LastTransitionTime.Utc() ?? job.CreationTimestamp().Utc();
            if (scene.Symptom.StartedAt - since > Lately) continue;
            var component = new Component("Job", job.Namespace() ?? "", job.Name());
            var pod = scene.Cluster.Pods.Where(pod => pod.Namespace() == job.Namespace()
                && pod.Metadata.OwnerReferences?.Any(one => one.Kind == "Job" && one.Name == job.Name()) == true)
                .OrderByDescending(pod => pod.Status?.StartTime).FirstOrDefault();
            var line = pod is null ? null : RuntimeRules.LastError(scene, pod);
            var end = pod?.Containers().FirstOrDefault(container => container.LastEnd() is { ExitCode: not 0 });
            var seen = Sighting.Of(component, $"Job {job.Name()}: condition Failed: {failed.Reason}: {failed.Message}", since);
            var isLate = failed.Reason == "DeadlineExceeded";
            yield return new()
            {
                Component = owner is null ? component
                    : new("CronJob", component.Namespace, owner.Name), Affects = [component], Confidence = 0.88, Since = since,
                RootCause = isLate
                    ? Statement.That($"Job {job.Name()} failed: it ran longer than its deadline allows ({failed.Reason}).", seen)
                    : line is not null
                        ? Statement.That($"Job {job.Name()} failed ({failed.Reason}, backoff limit reached): {RuntimeRules.Short(line.Line)}", seen,
                        line.Seen)
                        : Statement.That($"Job {job.Name()} failed ({failed.Reason}, backoff limit reached): {failed.Message}", seen),
                Because = end is null ? [] : [Statement.That($"{pod!.Name()} ended with exit code {end.LastEnd()!.ExitCode}.", end.Seen(pod!))],
            };
        }
    }

    private static bool HasSucceededSince(Scene scene, V1Job job, V1OwnerReference owner) => scene.Cluster.Jobs.Any(other => other != job
        && other.Namespace() == job.Namespace() && other.Metadata.OwnerReferences?.Any(one => one.Kind == "CronJob" && one.Name == owner.Name) == true
        && other.CreationTimestamp() > job.CreationTimestamp() && other.Status?.Succeeded > 0);

    private static IEnumerable<Finding> Suspended(Scene scene) =>
        from cron in scene.Cluster.CronJobs
        where cron.Spec?.Suspend == true
        let component = new Component("CronJob", cron.Namespace() ?? "", cron.Name())
        select new Finding
        {
            Component = component, Confidence = IsAsked(scene, cron) ? 0.93 : 0.35,
            RootCause = Statement.That($"CronJob {cron.Name()} is suspended, so it starts no Job.",
                Sighting.Of(component, $"CronJob {cron.Name()}: spec.suspend: true")),
            Because = cron.Status?.LastScheduleTime.Utc() is not { } last ? [] :
            [
                Statement.That($"It ran last at {last:yyyy-MM-dd HH:mm}.",
                    Sighting.Of(component, $"status.lastScheduleTime: {last:yyyy-MM-dd HH:mm}", last)),
            ],
        };

    private static IEnumerable<Finding> NotStarted(Scene scene)
    {
        foreach (var cron in scene.Cluster.CronJobs.Where(cron => cron.Spec?.Suspend != true))
        {
            var component = new Component("CronJob", cron.Namespace() ?? "", cron.Name());
            var seen = scene.EventsOf("CronJob", cron.Namespace(), cron.Name())
                .FirstOrDefault(seen => NotStartedReason().IsMatch(seen.Reason ?? "") && scene.Symptom.StartedAt - seen.LastSeen() < Lately);
            if (seen is not null)
            {
                var what = seen.Reason switch
                {
                    "MissSchedule" or "TooManyMissedTimes" or "FailedNeedsStart" =>
                        "missed its start (the deadline of startingDeadlineSeconds passed)",
                    "JobAlreadyActive" => "does not start: its former run is still active and may not run twice",
                    _ => "does not start: its schedule is invalid",
                };
                yield return new()
                {
                    Component = component, Confidence = IsAsked(scene, cron) ? 0.9 : 0.5,
                    RootCause = Statement.That(CarriedPhrase.Of($"CronJob {cron.Name()}", what), Sighting.Of(seen),
                        Sighting.Of(component, $"CronJob {cron.Name()}: schedule {cron.Spec?.Schedule}")),
                    Because = [Statement.That($"Kubernetes says: {seen.Message}", Sighting.Of(seen))],
                };
            }
            else if (cron.Spec?.StartingDeadlineSeconds is { } deadline && deadline < 10 && IsAsked(scene, cron))
            {
                yield return new()
                {
                    Component = component, Confidence = 0.75,
                    RootCause = Statement.That($"CronJob {cron.Name()} missed its start: with startingDeadlineSeconds {deadline} its deadline is "
                        + $"over before the controller looks, every 10 seconds.",
                        Sighting.Of(component, $"CronJob {cron.Name()}: spec.startingDeadlineSeconds: {deadline}")),
                };
            }
            else if (cron.Spec?.ConcurrencyPolicy == "Forbid" && cron.Status?.Active is { Count: > 0 } active && IsAsked(scene, cron))
            {
                yield return new()
                {
                    Component = component, Confidence = 0.8,
                    RootCause = Statement.That($"CronJob {cron.Name()} does not start: its former run {active[0].Name} is still active, and "
                        + $"concurrencyPolicy is {"Forbid"}.",
                        Sighting.Of(component, $"CronJob {cron.Name()}: status.active: {active[0].Name}; spec.concurrencyPolicy: Forbid")),
                };
            }
        }
    }

    private static bool IsAsked(Scene scene, V1CronJob cron) => scene.Symptom.Service == cron.Name() || scene.Symptom.Workload == cron.Name()
        || scene.Symptom.Title.Contains(cron.Name(), StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("MissSchedule|TooManyMissedTimes|FailedNeedsStart|Unpars(?:e)?able|UnParseable|InvalidSchedule|UnknownTimeZone|JobAlreadyActive")]
    private static partial Regex NotStartedReason();
}
