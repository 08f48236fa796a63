using System.Threading.RateLimiting;
using AiSre.Api.Errors;
using AiSre.Api.Security;
using Prometheus;

namespace AiSre.Api.Edge;

/// <summary>
/// Refuses what a caller sends beyond his share. A bucket of tokens for each key, workspace and class; one that is full again is dropped by the
/// framework after some seconds. Strangers have none: their refusals are counted by address. Keys that see all workspaces send without a limit.
/// </summary>
public sealed class RateLimits : IDisposable
{
    /// <summary>What may come at once of a quota, as a part of its minute: as much of it as the defaults of the platform give.</summary>
    private const int PartAtOnce = 6;

    private static readonly Counter Refused = Metrics.CreateCounter(
        "ai_sre_rate_limited_total", "Requests of valid keys that were refused with 429 for their number, by what is counted.", "class");

    private static readonly Func<Bucket, RateLimiter> Make = static bucket => bucket.ToLimiter();

    private readonly PartitionedRateLimiter<Bucket> buckets =
        PartitionedRateLimiter.Create<Bucket, Bucket>(static bucket => RateLimitPartition.Get(bucket, Make));

    private readonly ApiKeyRing ring;
    private readonly RateOptions options;
    private readonly IQuotas quotas;

    internal RateLimits(ApiKeyRing ring, RateOptions options, IQuotas quotas) => (this.ring, this.options, this.quotas) = (ring, options, quotas);

    /// <summary>Shows them as zero before anything has happened, so that a rate has something to start from.</summary>
    internal static void Publish()
    {
        foreach (var rate in Enum.GetValues<RateClass>()) Refused.WithLabels(rate.Word()).Inc(0);
    }

    /// <summary>Null: the request is within its limits. Without keys there are none.</summary>
    internal ProblemResult? Refusal(HttpContext context, EndpointPolicy policy) =>
        policy.Open || context.Features.Get<Caller>() is not { } caller ? null : Refusal(caller, policy.Rate);

    internal ProblemResult? Refusal(Caller caller, RateClass rate)
    {
        if (ring.DevMode) return null;
        if (rate is not RateClass.Ingest)
        {
            var perMinute = options.Of(rate);
            return perMinute == 0
                ? null
                : Take(new(caller.Name, caller.Workspace, caller.BoundWorkspace is not null, rate.Word(), perMinute, perMinute), 1, rate);
        }
        if (caller.BoundWorkspace is not { } workspace) return null;
        return quotas.Of(workspace).DeliveriesPerMinute is { } quota
            ? Take(Shared(workspace, rate.Word(), quota), 1, rate)
            : options.Ingest == 0 ? null : Take(new("", workspace, true, rate.Word(), options.Ingest, options.IngestBurst), 1, rate);
    }

    /// <summary>The same for the alerts of one delivery. One that alone is more than may come at once passes when nothing else has.</summary>
    internal ProblemResult? RefusalOfAlerts(Caller caller, int alerts)
    {
        if (ring.DevMode || alerts == 0 || caller.BoundWorkspace is not { } workspace) return null;
        var quota = quotas.Of(workspace).AlertsPerMinute;
        if (quota is null && options.Alerts == 0) return null;
        return Take(Shared(workspace, "alerts", quota ?? options.Alerts), alerts, RateClass.Ingest);
    }

    public void Dispose() => buckets.Dispose();

    /// <summary>Of all keys of a workspace together: else ten keys were ten shares.</summary>
    private static Bucket Shared(string workspace, string what, int perMinute) =>
        new("", workspace, true, what, perMinute, Math.Max(1, perMinute / PartAtOnce));

    private ProblemResult? Take(in Bucket bucket, int count, RateClass rate)
    {
        var wait = TimeSpan.FromMinutes(1);
        if (bucket.PerMinute > 0)
        {
            using var lease = buckets.AttemptAcquire(bucket, Math.Min(count, bucket.AtOnce));
            if (lease.IsAcquired) return null;
            if (lease.TryGetMetadata(MetadataName.RetryAfter, out var after)) wait = after;
        }
        Refused.WithLabels(rate.Word()).Inc();
        var whose = bucket.Key.Length == 0 ? $"The keys of workspace {bucket.Workspace} have" : $"The key '{bucket.Key}' has";
        return Problems.TooManyRequests(
            Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)),
            Invariant($"{whose} a limit of {bucket.PerMinute} {bucket.What} a minute, and it is used up."));
    }

    /// <param name="Key">Its name, so that both keys of a rotation are one; empty where a workspace's keys share it.</param>
    /// <param name="Workspace">Of the request.</param>
    /// <param name="IsBound">A workspace may call a key as the platform calls one of its own.</param>
    /// <param name="What">What is counted.</param>
    /// <param name="PerMinute">Tokens that come back in a minute, evenly. A limit that has changed is another bucket.</param>
    /// <param name="AtOnce">Tokens that it holds.</param>
    private readonly record struct Bucket(string Key, string Workspace, bool IsBound, string What, int PerMinute, int AtOnce)
    {
        /// <summary>Ten times a second at most: the framework looks no more often.</summary>
        private const int LooksPerMinute = 600;

        public TokenBucketRateLimiter ToLimiter()
        {
            var together = Math.Max(1, PerMinute / LooksPerMinute);
            return new(new()
            {
                TokenLimit = AtOnce,
                TokensPerPeriod = together,
                ReplenishmentPeriod = TimeSpan.FromMinutes(1) * together / PerMinute,
                QueueLimit = 0,
                // All of them together, and not each with a timer of its own.
                AutoReplenishment = false,
            });
        }
    }
}
