using AiSre.Api.Errors;
using AiSre.Api.Security;
using Microsoft.Extensions.Hosting;

namespace AiSre.Api.Cluster;

/// <summary>
/// Before the first connection to the cluster there are no grains to call: everything that is not open to all is answered with 503. Later it only
/// starts the request's budget.
/// </summary>
internal sealed class ClusterGate(RequestDelegate next, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    public Task InvokeAsync(HttpContext context)
    {
        CallBudget.Begin(clock);
        return lifetime.ApplicationStarted.IsCancellationRequested || context.GetEndpoint()?.Metadata.GetMetadata<OpenEndpoint>() is not null
            ? next(context)
            : Problems.Unavailable(2, "No silo of the cluster has been reached yet; nothing was done.", "cluster_unavailable").ExecuteAsync(context);
    }
}
