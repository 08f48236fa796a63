using System.Collections.Frozen;
using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Security;
using Microsoft.AspNetCore.Http.Features;

namespace AiSre.Api.Operations;

/// <summary>
/// The operations of the API for those who ask on a caller's behalf from inside. Each goes by its endpoint as it would over HTTP: the same role, the
/// same workspace, the same refusals, and in the end the same guard.
/// </summary>
internal sealed class ApiOperations(IServiceProvider services, RateLimits rates)
{
    // Asked for when the endpoints are mapped.
    private readonly Lazy<FrozenDictionary<string, ApiOperation>> known = new(() =>
        services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is not null).Select(endpoint => new ApiOperation(endpoint))
            .ToFrozenDictionary(operation => operation.Id));

    /// <summary>Null: there is no such operation.</summary>
    public ApiOperation? Find(string id) => known.Value.GetValueOrDefault(id);

    /// <param name="from">The request on whose behalf it is asked, with its caller.</param>
    /// <param name="id">The operation's name.</param>
    /// <param name="arguments">Its path, its query and the fields of its body, by name.</param>
    /// <param name="cancellation">Whoever asks has left.</param>
    public async Task<OperationAnswer> CallAsync(
        HttpContext from, string id, IReadOnlyDictionary<string, JsonElement> arguments, CancellationToken cancellation)
    {
        var caller = from.Features.GetRequiredFeature<Caller>();
        if (Find(id) is not { } operation) return OperationAnswer.Of(Problems.NotFound($"There is no operation {id}."), from);
        if (operation.Access?.RefusalOf(caller) is { } refusal) return OperationAnswer.Of(refusal, from);
        // Reads are counted with the request on whose behalf they are made.
        var rate = EndpointPolicy.Of(operation.Endpoint).Rate;
        if (rate is not RateClass.Read && rates.Refusal(caller, rate) is { } over) return OperationAnswer.Of(over, from);
        using var answer = new MemoryStream();
        var context = OperationRequest.Of(operation, from, caller, arguments, answer);
        context.RequestAborted = cancellation;
        try
        {
            await operation.Endpoint.RequestDelegate!(context);
        }
        catch (Exception exception) when (ExceptionProblems.Of(exception, EdgeOptions.BodyBytes) is { } problem)
        {
            return OperationAnswer.Of(problem, from);
        }
        return new(context.Response.StatusCode, answer.Length == 0 ? OperationAnswer.Nothing : JsonElement.Parse(answer.ToArray()));
    }
}
