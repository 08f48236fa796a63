using System.Collections.Immutable;
using System.Text;
using AiSre.Domain.Kubernetes;
using k8s;

namespace AiSre.Integrations.Kubernetes;

/// <summary>Ends of logs.</summary>
internal static class LogReading
{
    private const int MaxLines = 1_000;
    private const int Kept = 32 * 1024;

    /// <summary>Of a container, from the first of the lines on: the server cuts the newest, so it is far above what is kept.</summary>
    private const int Sent = 1024 * 1024;

    public static async Task<ImmutableArray<LogTailFacts>> TailsAsync(
        ClusterConnection cluster, string ns, string pod, int lines, bool previous, CancellationToken cancellation)
    {
        var read = await cluster.CallAsync(cluster.Limits.Read,
            (api, call) => api.CoreV1.ReadNamespacedPodAsync(pod, ns, cancellationToken: call), cancellation);
        // A container that was never restarted has nothing from before.
        var containers = (read.Status?.InitContainerStatuses ?? []).Concat(read.Status?.ContainerStatuses ?? [])
            .Where(status => !previous || status.RestartCount > 0).Select(status => status.Name);
        var tails = await Task.WhenAll(containers.Select(container =>
            TailAsync(cluster, ns, pod, container, Math.Clamp(lines, 1, MaxLines), previous, cancellation)));
        return [.. tails.OfType<LogTailFacts>()];
    }

    /// <summary>Null: the container has written nothing that is still there.</summary>
    public static async Task<LogTailFacts?> TailAsync(
        ClusterConnection cluster, string ns, string pod, string container, int lines, bool previous, CancellationToken cancellation)
    {
        try
        {
            return await cluster.CallAsync(cluster.Limits.Read, async (api, call) =>
            {
                await using var stream = await api.CoreV1.ReadNamespacedPodLogAsync(pod, ns, container: container, limitBytes: Sent,
                    previous: previous, tailLines: lines, cancellationToken: call);
                return await EndAsync(container, stream, call);
            }, cancellation);
        }
        catch (ApiFailureException exception) when (exception.Failure.Code is 400)
        {
            // It waits to start, or what it wrote before is gone.
            return null;
        }
    }

    private static async Task<LogTailFacts> EndAsync(string container, Stream stream, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer, cancellation);
        var bytes = buffer.GetBuffer().AsSpan(0, (int)Math.Min(buffer.Length, Sent));
        var isCut = bytes.Length > Kept || buffer.Length >= Sent;
        if (bytes.Length > Kept)
        {
            bytes = bytes[^Kept..];
            // From the beginning of a line on.
            if (bytes.IndexOf((byte)'\n') is var end and >= 0) bytes = bytes[(end + 1)..];
        }
        return new(container, Encoding.UTF8.GetString(bytes), isCut);
    }
}
