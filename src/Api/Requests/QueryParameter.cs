using Microsoft.Extensions.Primitives;
using Microsoft.OpenApi;

namespace AiSre.Api.Requests;

/// <summary>
/// A parameter of the query: an endpoint declares it with <c>WithQuery</c> and reads it through <see cref="QueryReader.Of"/>, the description shows
/// it, and what no endpoint has declared is refused. Made by <see cref="Query"/>.
/// </summary>
public abstract class QueryParameter(string name, string description, Func<OpenApiSchema> schema)
{
    public string Name => name;

    public string Description => description;

    /// <summary>A new one for every description, because a description owns its parts.</summary>
    internal OpenApiSchema Schema() => schema();
}

/// <typeparam name="T">What it is read as.</typeparam>
public sealed class QueryParameter<T> : QueryParameter
{
    private readonly Reading read;

    internal QueryParameter(string name, string description, Func<OpenApiSchema> schema, Reading read) : base(name, description, schema) =>
        this.read = read;

    /// <summary>Reads what was sent, and tells <paramref name="refuse"/> what is wrong with it.</summary>
    internal delegate T Reading(StringValues sent, Action<string> refuse);

    internal T Read(StringValues sent, Action<string> refuse) => read(sent, refuse);
}
