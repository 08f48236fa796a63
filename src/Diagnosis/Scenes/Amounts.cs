using k8s.Models;

namespace AiSre.Diagnosis.Scenes;

/// <summary>Amounts of cpu, memory and storage as numbers: cores and bytes.</summary>
public static class Amounts
{
    public static decimal? Of(IDictionary<string, ResourceQuantity>? amounts, string resource) =>
        amounts is not null && amounts.TryGetValue(resource, out var found) ? Number(found) : null;

    /// <summary>As it is written there: <c>1500m</c>.</summary>
    public static string? Written(IDictionary<string, ResourceQuantity>? amounts, string resource) =>
        amounts is not null && amounts.TryGetValue(resource, out var found) ? found.ToString() : null;

    public static decimal Number(ResourceQuantity amount)
    {
        ArgumentNullException.ThrowIfNull(amount);
        try
        {
            return amount.ToDecimal();
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException)
        {
            return 0;
        }
    }

    /// <summary>What one pod asks for, all its containers together.</summary>
    public static decimal Requested(V1PodSpec spec, string resource)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return (spec.Containers ?? []).Sum(container =>
            Of(container.Resources?.Requests, resource) ?? Of(container.Resources?.Limits, resource) ?? 0);
    }

    /// <summary>The same as it is written: <c>app: 16</c>.</summary>
    public static string RequestedWritten(V1PodSpec spec, string resource)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return string.Join(", ", (spec.Containers ?? [])
            .Select(container => (container.Name, Amount: Written(container.Resources?.Requests, resource)
                ?? Written(container.Resources?.Limits, resource)))
            .Where(found => found.Amount is not null)
            .Select(found => $"{found.Name}: {found.Amount}"));
    }
}
