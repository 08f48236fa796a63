using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AiSre.Api.Errors;
using AiSre.Domain;

namespace AiSre.Api.Requests;

/// <summary>All query parameters of an endpoint. Whatever else a query holds is refused, because whoever sends it means something by it.</summary>
public sealed class DeclaredQuery
{
    private static readonly ConditionalWeakTable<Endpoint, DeclaredQuery> Known = [];
    private static readonly DeclaredQuery Nothing = new([]);

    private readonly ImmutableArray<QueryParameter> parameters;

    internal DeclaredQuery(IEnumerable<QueryParameter> parameters) => this.parameters = [.. parameters];

    public IEnumerable<QueryParameter> Parameters => parameters;

    /// <summary>Put together once per endpoint.</summary>
    public static DeclaredQuery Of(Endpoint? endpoint) =>
        endpoint is null ? Nothing : Known.GetValue(endpoint, static endpoint => Of(endpoint.Metadata) ?? Nothing);

    /// <summary>Null for an endpoint that takes any query.</summary>
    public static DeclaredQuery? Of(EndpointMetadataCollection metadata) =>
        metadata.GetMetadata<AnyQuery>() is not null ? null : new(metadata.GetOrderedMetadata<QueryParameters>().SelectMany(list => list.Parameters));

    internal bool Has(QueryParameter parameter) => parameters.Contains(parameter);

    /// <summary>Null when everything is known. The key of a caller and names that begin with '_' are nobody's business.</summary>
    internal ProblemResult? RefusalOf(IQueryCollection query)
    {
        List<FieldError>? errors = null;
        foreach (var (name, _) in query)
        {
            if (name.Length == 0 || name[0] == '_' || name.Equals("api_key", StringComparison.OrdinalIgnoreCase) || IsDeclared(name)) continue;
            var allowed = Spelling.Allowed(name, parameters.Select(known => known.Name));
            (errors ??= []).Add(new(["query", Spelling.Shown(name)], $"This parameter is not known here; {allowed}"));
        }
        return errors is null ? null : Problems.Unprocessable(errors);
    }

    private bool IsDeclared(string name)
    {
        foreach (var parameter in parameters)
            if (parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}

internal sealed record QueryParameters(ImmutableArray<QueryParameter> Parameters);

internal sealed record AnyQuery;
