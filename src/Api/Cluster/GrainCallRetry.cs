using System.Collections.Concurrent;
using System.Reflection;
using AiSre.Grains;

namespace AiSre.Api.Cluster;

/// <summary>
/// Tries grain calls again while the cluster rearranges itself: those that were certainly not executed, and after a time-out or the loss of a
/// silo, when nobody knows, those that are <see cref="IdempotentAttribute">idempotent</see>. Ingest is not: its sender learns that it must decide.
/// </summary>
internal sealed class GrainCallRetry(TimeProvider clock) : IOutgoingGrainCallFilter
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(800);
    private readonly ConcurrentDictionary<MethodInfo, bool> idempotent = [];

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var budget = CallBudget.Of(clock);
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (!budget.AllowsCall) throw new TimeoutException("The request has used up its time before this call began.");
            try
            {
                await InvokeAsync(context);
                return;
            }
            catch (Exception exception) when (budget.AllowsRetry && MayTryAgain(exception, context.InterfaceMethod))
            {
                await Task.Delay(pause, clock);
            }
        }
    }

    private static async Task InvokeAsync(IOutgoingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (OperationCanceledException exception) when (ClusterFailure.HasExpired(context))
        {
            throw new TimeoutException(exception.Message, exception);
        }
    }

    private bool MayTryAgain(Exception exception, MethodInfo method) =>
        ClusterFailure.WasNotExecuted(exception)
        || (ClusterFailure.IsAmbiguous(exception)
            && idempotent.GetOrAdd(method, static m => m.IsDefined(typeof(IdempotentAttribute), inherit: true)));
}
