using AiSre.Api.Errors;

namespace AiSre.Api.Requests;

/// <summary>
/// Reads the query parameters that an endpoint has declared, and collects what is wrong with them. Take it as a parameter of the delegate, read
/// everything, and <c>if (query.Problem is { } problem) return problem;</c>: the 422 then names all parameters that need fixing, not just the first.
/// </summary>
public sealed class QueryReader(IQueryCollection query, DeclaredQuery declared)
{
    private List<FieldError>? errors;
    private ProblemResult? refusal;

    public ProblemResult? Problem => refusal ?? (errors is null ? null : Problems.Unprocessable(errors));

    public static ValueTask<QueryReader?> BindAsync(HttpContext context) => new(Of(context));

    public static QueryReader Of(HttpContext context) => new(context.Request.Query, DeclaredQuery.Of(context.GetEndpoint()));

    public T Of<T>(QueryParameter<T> parameter) => declared.Has(parameter)
        ? parameter.Read(query[parameter.Name], message => Refuse(parameter, message))
        : throw new InvalidOperationException($"The endpoint reads '{parameter.Name}' and does not declare it; it belongs into its WithQuery.");

    /// <summary>For rules of the endpoint's own, such as "since must be before until".</summary>
    public void Refuse(QueryParameter parameter, string message) => (errors ??= []).Add(new(["query", parameter.Name], message));

    /// <summary>For what is no mistake in a parameter, such as a workspace that is not the caller's.</summary>
    public void Refuse(ProblemResult problem) => refusal ??= problem;
}
