using AiSre.Api.Cluster;

namespace AiSre.Silo;

/// <summary>
/// A call of a grain to another one that was rejected says "not executed" of itself; passed on to the first grain's caller it would say so of the
/// whole, half of which has been done. So it goes on as "nobody knows". So does one for which no silo was found in time, as a time-out.
/// </summary>
internal sealed class NestedRejections : IOutgoingGrainCallFilter
{
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception exception) when (context.SourceContext?.GrainInstance is Grain && ClusterFailure.WasNotExecuted(exception))
        {
            throw new SiloUnavailableException($"A grain that was needed could not be reached: {exception.Message.Split('\n')[0]}", exception);
        }
        catch (OperationCanceledException exception) when (ClusterFailure.HasExpired(context))
        {
            throw new TimeoutException(exception.Message, exception);
        }
    }
}
