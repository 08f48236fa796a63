using System.Collections.Immutable;
using AiSre.Domain.Kubernetes;
using k8s;
using k8s.Models;

namespace AiSre.Integrations.Kubernetes;

/// <summary>Events of one object.</summary>
internal static class EventReading
{
    private const int Newest = 50;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public static async Task<ImmutableArray<EventFacts>> NewestAsync(ClusterConnection cluster, ObjectRef about, CancellationToken cancellation)
    {
        var selector = string.Join(',', new[]
        {
            $"involvedObject.kind={about.Kind}", $"involvedObject.name={about.Name}",
            about.Uid.Length > 0 ? $"involvedObject.uid={about.Uid}" : null,
        }.OfType<string>());
        // Events of what has no namespace are kept in the one called default.
        var ns = about.Namespace.Length > 0 ? about.Namespace : "default";
        var since = cluster.Clock.GetUtcNow() - Window;
        var events = await cluster.AllAsync<Corev1EventList, Corev1Event>((api, next, call) => api.CoreV1.ListNamespacedEventAsync(ns,
            continueParameter: next, fieldSelector: selector, limit: cluster.Limits.Page, cancellationToken: call), cancellation);
        return [.. events.Select(Facts).Where(one => one.LastSeen >= since).OrderByDescending(one => one.LastSeen).Take(Newest)];
    }

    private static EventFacts Facts(Corev1Event one) => new(
        new(one.InvolvedObject?.Kind ?? "", one.InvolvedObject?.NamespaceProperty ?? "", one.InvolvedObject?.Name ?? "",
            one.InvolvedObject?.Uid ?? ""),
        one.Type ?? "", one.Reason ?? "", OneLine.Of(one.Message), one.Series?.Count ?? one.Count ?? 1,
        // Which of these is set depends on who wrote the event.
        PodReading.Utc(one.Series?.LastObservedTime ?? one.LastTimestamp ?? one.EventTime ?? one.FirstTimestamp
            ?? one.Metadata.CreationTimestamp) ?? default);
}
