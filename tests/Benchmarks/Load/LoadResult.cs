namespace AiSre.Benchmarks.Load;

/// <param name="Refused">Answers other than 2xx; their alerts are not counted.</param>
/// <param name="Queued">Answers 202: kept in the spool, counted as taken.</param>
/// <param name="OwnCpuShare">Share of one core that the generator itself used.</param>
internal sealed record LoadResult(double AlertsPerSecond, double P50, double P99, long Refused, long Queued, double OwnCpuShare);
