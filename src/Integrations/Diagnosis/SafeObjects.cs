using AiSre.Domain;
using k8s.Models;

namespace AiSre.Integrations.Diagnosis;

/// <summary>Takes out of objects what no diagnosis may hold, or needs: values of secrets, and what only makes them large.</summary>
internal static class SafeObjects
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <returns>False: it could not be made safe, and must not be kept.</returns>
    public static bool Clean(object? item)
    {
        try
        {
            if (item is IMetadata<V1ObjectMeta> { Metadata: { } metadata }) CleanMetadata(metadata);
            switch (item)
            {
                case null: return false;
                case Corev1Event seen: seen.Message = SecretText.Redact(seen.Message); break;
                case V1Pod pod:
                    CleanPod(pod.Spec);
                    CleanStatus(pod.Status);
                    break;
                case V1Deployment one: CleanPod(one.Spec?.Template?.Spec); break;
                case V1ReplicaSet one: CleanPod(one.Spec?.Template?.Spec); break;
                case V1StatefulSet one: CleanPod(one.Spec?.Template?.Spec); break;
                case V1DaemonSet one: CleanPod(one.Spec?.Template?.Spec); break;
                case V1Job one: CleanPod(one.Spec?.Template?.Spec); break;
                case V1CronJob one: CleanPod(one.Spec?.JobTemplate?.Spec?.Template?.Spec); break;
                case V1ConfigMap map: CleanMap(map); break;
                case V1Node { Status: { } status }: status.Images = null; break;
            }
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return false;
        }
    }

    private static void CleanMetadata(V1ObjectMeta metadata)
    {
        // Who changed it and when is evidence; of what, it says too much.
        foreach (var change in metadata.ManagedFields ?? []) change.FieldsV1 = null;
        if (metadata.Annotations is not { } annotations) return;
        annotations.Remove(LastApplied);
        foreach (var (name, value) in annotations.ToList()) annotations[name] = Value(name, value);
    }

    private static void CleanPod(V1PodSpec? spec)
    {
        if (spec is null) return;
        foreach (var container in (spec.Containers ?? []).Concat(spec.InitContainers ?? []))
        {
            foreach (var variable in container.Env ?? [])
                if (variable.Value is { Length: > 0 } value) variable.Value = Value(variable.Name, value);
            container.Args = container.Args?.Select(argument => SecretText.Redact(argument)!).ToList();
            container.Command = container.Command?.Select(argument => SecretText.Redact(argument)!).ToList();
        }
    }

    /// <summary>Containers say there what killed them, and may say more.</summary>
    private static void CleanStatus(V1PodStatus? status)
    {
        foreach (var container in (status?.ContainerStatuses ?? []).Concat(status?.InitContainerStatuses ?? []))
        {
            foreach (var state in new[] { container.State, container.LastState })
            {
                if (state?.Terminated is { } terminated) terminated.Message = SecretText.Redact(terminated.Message);
                if (state?.Waiting is { } waiting) waiting.Message = SecretText.Redact(waiting.Message);
            }
        }
    }

    private static void CleanMap(V1ConfigMap map)
    {
        map.BinaryData = null;
        foreach (var (name, value) in map.Data?.ToList() ?? []) map.Data![name] = Value(name, value);
    }

    private static string Value(string name, string value) => SecretNames.Contains(name) ? SecretText.Secret : SecretText.Redact(value)!;
}
