using AiSre.Api.Cluster;
using AiSre.Api.Errors;
using AiSre.Grains;
using Orleans.Storage;

namespace AiSre.Api.Edge;

/// <summary>Which answer an exception deserves. Null means that nobody expected it: a 500 and a log entry.</summary>
internal static class ExceptionProblems
{
    public static ProblemResult? Of(Exception exception, long bodyLimit) => exception switch
    {
        RefusedException refused => refused.Problem,
        BadHttpRequestException { InnerException: JsonException json } => JsonProblems.Of(json),
        BadHttpRequestException bad => BindingProblems.Of(bad, bodyLimit),
        JsonException json => JsonProblems.Of(json),
        // What the server throws at a chunk whose size is larger than any number, whoever reads the body.
        IOException { InnerException: OverflowException } =>
            Problems.BadRequest("The body is broken: the size of a chunk is no size.", "invalid_request"),
        _ when LedgerFailure.Is(exception) => Problems.Unavailable(5, "The store cannot commit; nothing was done.", "ledger_unavailable"),
        _ when ClusterFailure.WasNotExecuted(exception) =>
            Problems.Unavailable(2, "The cluster is rearranging itself; nothing was done.", "cluster_unavailable"),
        SiloUnavailableException =>
            Problems.Unavailable(2, "A part of the cluster went away; the request may or may not have been carried out.", "cluster_unavailable"),
        LedgerFullException => Problems.TooManyRequests(1, "The store has more to write than it can; nothing was done.", "ledger_full"),
        InconsistentStateException => Problems.Unavailable(1, "It is being changed by somebody else all the time; nothing was done.", "contended"),
        TimeoutException => Problems.Unavailable(
            2, "The cluster did not answer in time; the request may or may not have been carried out.", "timeout"),
        _ => null,
    };
}
