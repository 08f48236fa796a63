using k8s.Models;

namespace AiSre.Diagnosis.Tests;

public sealed class JobRulesTests
{
    private readonly SmallCluster cluster = new() { Asked = "settle", Title = "settle did not run" };

    [Fact]
    public void A_job_reached_its_backoff_limit()
    {
        this.cluster.Also = snapshot => snapshot with { Jobs = [Job("settle", "BackoffLimitExceeded", minutesAgo: 20)] };
        this.cluster.Finds("job_failed", "Job/shop/settle");
    }

    [Fact]
    public void A_job_took_longer_than_its_deadline()
    {
        this.cluster.Also = snapshot => snapshot with { Jobs = [Job("settle", "DeadlineExceeded", minutesAgo: 20)] };
        this.cluster.Finds("job_failed", "Job/shop/settle");
        Assert.Contains("deadline", this.cluster.Answer().RootCause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_failed_before_one_that_succeeded_is_no_cause()
    {
        var later = Job("settle-2", null, minutesAgo: 5);
        later.Status = new() { Succeeded = 1, CompletionTime = SmallCluster.Now.AddMinutes(-4).UtcDateTime };
        this.cluster.Also = snapshot =>
            snapshot with { Jobs = [Owned(Job("settle-1", "BackoffLimitExceeded", minutesAgo: 60)), Owned(later)], CronJobs = [Cron()] };
        Assert.Empty(this.cluster.Explained());
    }

    [Fact]
    public void A_cron_job_is_suspended()
    {
        this.cluster.Also = snapshot => snapshot with { CronJobs = [Cron(isSuspended: true)] };
        this.cluster.Finds("cronjob_suspended", "CronJob/shop/settle");
    }

    [Fact]
    public void Another_suspended_cron_job_is_no_cause()
    {
        this.cluster.Asked = "web";
        this.cluster.Title = "High error rate on web";
        this.cluster.Also = snapshot => snapshot with { CronJobs = [Cron(isSuspended: true)] };
        this.cluster.DoesNotFind("cronjob_suspended");
    }

    [Theory]
    [InlineData("MissSchedule", "Missed scheduled time to start a job")]
    [InlineData("TooManyMissedTimes", "too many missed start times: 101. Set or decrease .spec.startingDeadlineSeconds")]
    [InlineData("UnparseableCronJobSchedule", "unparseable schedule: 61 * * * *")]
    [InlineData("JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid")]
    public void A_cron_job_does_not_start(string reason, string message)
    {
        this.cluster.Event("CronJob", "settle", reason, message);
        this.cluster.Also = snapshot => snapshot with { CronJobs = [Cron()] };
        this.cluster.Finds("cronjob_does_not_start", "CronJob/shop/settle");
    }

    private static V1Job Job(string name, string? failed, double minutesAgo) => new()
    {
        Metadata = new() { Name = name, NamespaceProperty = SmallCluster.Home,
        CreationTimestamp = SmallCluster.Now.AddMinutes(-minutesAgo).UtcDateTime },
        Spec = new() { Template = new() { Spec = new() } },
        Status = new()
        {
            Conditions = failed is null ? [] :
                [new() { Type = "Failed", Status = "True", Reason = failed, Message = "Job has failed",
                    LastTransitionTime = SmallCluster.Now.AddMinutes(-minutesAgo).UtcDateTime }],
        },
    };

    private static V1Job Owned(V1Job job)
    {
        job.Metadata.OwnerReferences = [new() { Kind = "CronJob", Name = "settle", Controller = true }];
        return job;
    }

    private static V1CronJob Cron(bool isSuspended = false) => new()
    {
        Metadata = new() { Name = "settle", NamespaceProperty = SmallCluster.Home },
        Spec = new() { Suspend = isSuspended, Schedule = "0 * * * *", JobTemplate = new() { Spec = new() { Template = new() } } }, Status = new(),
    };
}
