using AiSre.Grains;
using Orleans.Runtime.Messaging;

namespace AiSre.Api.Cluster;

/// <summary>What a failed grain call says about whether it was carried out.</summary>
public static class ClusterFailure
{
    /// <summary>
    /// It never reached its grain. A silo turns such a failure of a call that a grain made into an ambiguous one before it travels on, because
    /// the call that is answered with it has been carried out in part.
    /// </summary>
    public static bool WasNotExecuted(Exception exception) =>
        exception is OrleansMessageRejectionException and not SiloUnavailableException or ConnectionFailedException or GatewayTooBusyException;

    /// <summary>
    /// Whether a call that was cancelled has run out of time: Orleans cancels those for which it finds no silo in time, and nobody else does, because
    /// the calls of our grains take no tokens.
    /// </summary>
    public static bool HasExpired(IOutgoingGrainCallContext context) =>
        context.InterfaceMethod.DeclaringType?.Assembly == typeof(GrainCalls).Assembly;

    /// <summary>
    /// It may or may not have been carried out. Also for a silo that is gone: calls that were under way to it fail in the same way as new ones.
    /// </summary>
    public static bool IsAmbiguous(Exception exception) => exception is TimeoutException or SiloUnavailableException;
}
