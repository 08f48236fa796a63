using System.Collections.Immutable;

namespace AiSre.Domain.Kubernetes;

/// <summary>Whether a namespace's quotas have room for more pods of a workload.</summary>
public static class QuotaRules
{
    /// <summary>The first quota that has not, with what would be needed of it; null: all have.</summary>
    public static (QuotaFacts Quota, long Needed)? TooSmall(ImmutableArray<QuotaFacts> quotas, WorkloadFacts workload, int more)
    {
        foreach (var quota in quotas)
        {
            var each = quota.Resource switch
            {
                "pods" => 1,
                "requests.cpu" or "cpu" => workload.CpuRequest,
                "requests.memory" or "memory" => workload.MemoryRequest,
                _ => 0,
            };
            if (each * more > quota.Hard - quota.Used) return (quota, each * more);
        }
        return null;
    }
}
