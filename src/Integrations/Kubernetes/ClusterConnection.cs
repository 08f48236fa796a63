using AiSre.Domain.Kubernetes;
using k8s;

namespace AiSre.Integrations.Kubernetes;

/// <summary>
/// The calls to one cluster: a client of its own, a place for each call under way, and a time limit for each. The client is made at the first call,
/// and again after its credentials were refused.
/// </summary>
internal sealed class ClusterConnection(ClusterAccess access, ClusterLimits limits, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim places = new(limits.Concurrent);
    private readonly Lock making = new();
    private Task<IKubernetes>? client;
    private DateTimeOffset madeAt;

    public string Name => access.Name;

    public ClusterLimits Limits => limits;

    public TimeProvider Clock => clock;

    /// <summary>Throws <see cref="ApiFailureException"/>, or that the caller gave up.</summary>
    /// <param name="limit">Of the call, the wait for a place included.</param>
    /// <param name="call">What is asked.</param>
    /// <param name="cancellation">The caller's.</param>
    public async Task<T> CallAsync<T>(TimeSpan limit, Func<IKubernetes, CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var time = new CancellationTokenSource(limit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellation);
        var seconds = limit.TotalSeconds;
        try
        {
            await places.WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ApiFailureException(new(FailureKind.Busy, Invariant($"too many calls to it are under way, for more than {seconds:0.#} s")));
        }
        try
        {
            // The client reads the text of an error without a token: a body that never ends must not hold the call.
            return await call(await ClientAsync(both.Token, cancellation), both.Token).WaitAsync(both.Token);
        }
        catch (OperationCanceledException exception) when (exception.InnerException is TimeoutException && !both.IsCancellationRequested)
        {
            // The time for connecting was over: nothing was sent.
            throw new ApiFailureException(new(FailureKind.Unreachable, "it cannot be reached: no connection in time"), exception);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new ApiFailureException(new(FailureKind.Unanswered, Invariant($"no answer within {seconds:0.#} s")), exception);
        }
        catch (Exception exception) when (ApiFailures.Of(exception) is { } failure)
        {
            if (failure.Code is 401) Forget();
            throw new ApiFailureException(failure, exception);
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>One thing that may not be there: known and null.</summary>
    /// <param name="what">Verb and resource, for the sentence that says why it could not be read.</param>
    public Task<Known<T>> FindAsync<T>(string what, Func<IKubernetes, CancellationToken, Task<T>> call, CancellationToken cancellation)
        where T : class => KnownAsync(what, async () =>
        {
            try
            {
                return await CallAsync(limits.Read, call, cancellation);
            }
            catch (ApiFailureException exception) when (exception.Failure.Code is 404)
            {
                return null!;
            }
        });

    /// <summary>Makes a failure a sentence.</summary>
    public async Task<Known<T>> KnownAsync<T>(string what, Func<Task<T>> read)
    {
        try
        {
            return new(await read());
        }
        catch (ApiFailureException exception)
        {
            return new(default, $"cannot {what} of cluster {Name}: {exception.Failure.Text}");
        }
    }

    public void Dispose() => places.Dispose();

    /// <summary>On a thread of its own: a kubeconfig may name a program that is asked for a token.</summary>
    /// <param name="time">Until when the call waits for it.</param>
    /// <param name="cancellation">The caller's, who may give up before.</param>
    private async Task<IKubernetes> ClientAsync(CancellationToken time, CancellationToken cancellation)
    {
        Task<IKubernetes> made;
        lock (making)
        {
            if (client is null or { IsFaulted: true }) (client, madeAt) = (Task.Run(() => ApiServerClient.Make(access, clock)), clock.GetUtcNow());
            made = client;
        }
        try
        {
            return await made.WaitAsync(time);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new ApiFailureException(new(FailureKind.Misconfigured, "its kubeconfig gave no credentials in time"), exception);
        }
    }

    /// <summary>The next call reads the credentials anew. Not at every refusal: reading them may cost a process.</summary>
    private void Forget()
    {
        lock (making)
            if (clock.GetUtcNow() - madeAt >= Renewal) client = null;
    }
}
