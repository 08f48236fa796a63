using Microsoft.OpenApi;

namespace AiSre.Api.Description;

/// <summary>One example of what can be sent.</summary>
/// <param name="Name">Its name in the description.</param>
/// <param name="Summary">What it shows.</param>
/// <param name="Value">A value of the body's type, or the text of a JSON document.</param>
/// <param name="MediaType">What it is sent as.</param>
internal sealed record RequestExample(string Name, string Summary, object Value, string MediaType);

/// <summary>A body that the endpoint reads by itself, whatever type it is said to have.</summary>
internal sealed record UncheckedBody(string MediaType, JsonSchemaType Type);

/// <summary>An example of what is answered with a status.</summary>
internal sealed record AnswerExample(int Status, object Value, string MediaType);

/// <summary>How an endpoint says what it does and what it answers. What it reads it says with <see cref="Requests.EndpointRequests"/>.</summary>
internal static class EndpointDescription
{
    private const string Json = "application/json";

    /// <param name="builder">The endpoint.</param>
    /// <param name="id">The operation's name in generated clients, in camelCase.</param>
    /// <param name="summary">What it does, in a few words.</param>
    /// <param name="description">What else there is to know.</param>
    public static TBuilder Describe<TBuilder>(this TBuilder builder, string id, string summary, string? description = null)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithName(id).WithSummary(summary);
        return description is null ? builder : builder.WithDescription(description);
    }

    /// <summary>The shape of an answer, by an example of it.</summary>
    public static TBuilder Answers<TBuilder>(
        this TBuilder builder, object example, int status = StatusCodes.Status200OK) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ProducesResponseTypeMetadata(status, example.GetType(), [Json]), new AnswerExample(status, example, Json));

    /// <summary>An answer that is no JSON.</summary>
    public static TBuilder AnswersText<TBuilder>(
        this TBuilder builder, string mediaType, string example) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [mediaType]),
            new AnswerExample(StatusCodes.Status200OK, example, mediaType));

    /// <summary>An answer without a body.</summary>
    public static TBuilder AnswersNothing<TBuilder>(
        this TBuilder builder, int status = StatusCodes.Status200OK) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ProducesResponseTypeMetadata(status));

    /// <summary>An example of the body.</summary>
    public static TBuilder Takes<TBuilder>(
        this TBuilder builder, object example, string mediaType = Json) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new RequestExample("example", "An example", example, mediaType));

    /// <summary>
    /// Bodies that are not ours to describe, each by an example in JSON. Whatever type they are said to have is taken: senders are careless with it,
    /// and curl says form for everything.
    /// </summary>
    public static TBuilder TakesAnyJson<TBuilder>(this TBuilder builder, params (string Name, string Summary, string Json)[] examples)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(
        [
            new UncheckedBody(Json, JsonSchemaType.Object | JsonSchemaType.Array),
            .. examples.Select(example => new RequestExample(example.Name, example.Summary, JsonElement.Parse(example.Json), Json)),
        ]);

    /// <summary>A body that is text of a kind.</summary>
    public static TBuilder TakesText<TBuilder>(this TBuilder builder, string mediaType, string example) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new UncheckedBody(mediaType, JsonSchemaType.String)).Takes(example, mediaType);
}
