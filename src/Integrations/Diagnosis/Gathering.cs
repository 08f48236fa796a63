using System.Collections.Concurrent;
using System.Collections.Immutable;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain;
using AiSre.Integrations.Kubernetes;
using k8s;
using k8s.Models;

namespace AiSre.Integrations.Diagnosis;

/// <summary>Lists of one cluster for one diagnosis. What cannot be read says why, and costs nothing else.</summary>
internal sealed class Gathering(ClusterConnection cluster, CancellationToken cancellation)
{
    private readonly ConcurrentDictionary<string, string> unavailable = [];
    private int readable;

    public ClusterConnection Cluster => cluster;

    public CancellationToken Cancellation => cancellation;

    /// <summary>By plurals, and <see cref="ClusterSnapshot.Whole"/> in their place where nothing at all could be read.</summary>
    public ImmutableDictionary<string, string> Unavailable => this.readable == 0 && this.unavailable.Values.FirstOrDefault() is { } why
        ? ImmutableDictionary<string, string>.Empty.Add(ClusterSnapshot.Whole, why)
        : this.unavailable.ToImmutableDictionary();

    /// <param name="list">What is read.</param>
    /// <param name="page">Asks for a page.</param>
    /// <param name="add">Puts what was read into the snapshot.</param>
    /// <param name="keeps">Null: everything.</param>
    /// <returns>What to do to the snapshot.</returns>
    public Task<Func<ClusterSnapshot, ClusterSnapshot>> ReadAsync<TList, TItem>(
        ListName list, Func<IKubernetes, string?, CancellationToken, Task<TList>> page,
        Func<ClusterSnapshot, ImmutableArray<TItem>, ClusterSnapshot> add, Func<TItem, bool>? keeps = null)
        where TList : class, IItems<TItem>, IMetadata<V1ListMeta> =>
        TryAsync(list, async () =>
        {
            var found = await cluster.AllAsync(page, cancellation, keeps);
            ImmutableArray<TItem> safe = [.. found.Where(item => SafeObjects.Clean(item))];
            return snapshot => add(snapshot, safe);
        });

    /// <summary>Anything that may fail as a list does.</summary>
    public async Task<Func<ClusterSnapshot, ClusterSnapshot>> TryAsync(ListName list, Func<Task<Func<ClusterSnapshot, ClusterSnapshot>>> read)
    {
        try
        {
            var change = await read();
            Interlocked.Increment(ref this.readable);
            return change;
        }
        catch (ApiFailureException exception) when (exception.Failure.Code is 404)
        {
            // The server knows no such kind, so there is nothing of it.
            return static snapshot => snapshot;
        }
        catch (ApiFailureException exception)
        {
            Note(list, exception.Failure.Text);
        }
        catch (OperationCanceledException)
        {
            Note(list, "the time for the whole diagnosis was over");
        }
        return static snapshot => snapshot;
    }

    public void Note(ListName list, string why) => Miss(list.Plural, $"cannot list {list} of cluster {cluster.Name}: {why}");

    /// <param name="what">That is not there.</param>
    /// <param name="why">A whole sentence.</param>
    public void Miss(string what, string why) => this.unavailable.TryAdd(what, SecretText.Redact(why) ?? "");
}

/// <summary>A list as people name it.</summary>
/// <param name="Plural">As in a path.</param>
/// <param name="Namespace">Empty for what is in none.</param>
internal readonly record struct ListName(string Plural, string Namespace = "")
{
    public override string ToString() => Namespace.Length == 0 ? Plural : $"{Plural} in {Namespace}";
}
