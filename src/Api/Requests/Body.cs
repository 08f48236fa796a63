using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using AiSre.Api.Errors;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace AiSre.Api.Requests;

/// <summary>
/// The JSON body of a command: take it as a parameter of the delegate. It describes itself by <typeparamref name="T"/>, and fields that
/// <typeparamref name="T"/> does not have are refused by name. No body at all is <c>{}</c>.
/// </summary>
public sealed class Body<T>(T value) : IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider where T : class
{
    private static readonly bool Optional = typeof(T).GetConstructors()[0].GetParameters().All(parameter => parameter.HasDefaultValue);

    public T Value => value;

    static async ValueTask<Body<T>?> IBindableFromHttpContext<Body<T>>.BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var shape = Shape(context);
        using var body = await RequestBody.ReadAsync(context);
        if (body.Bytes.IsEmpty)
            return Optional ? new(JsonSerializer.Deserialize("{}"u8, shape)!) : throw new RefusedException(BindingProblems.NoBody());
        if (!context.Request.HasJsonContentType()) throw new RefusedException(Problems.UnsupportedMediaType());
        var (document, problem) = body.Parse();
        using (document)
        {
            if (document is null) throw new RefusedException(problem!);
            return new(Read(document.RootElement, shape));
        }
    }

    /// <summary>For endpoints that take something else as well, and therefore read by themselves.</summary>
    internal static T Read(HttpContext context, JsonElement json) => Read(json, Shape(context));

    private static T Read(JsonElement json, JsonTypeInfo<T> shape)
    {
        var unknown = UnknownFields.In(json, shape).ToList();
        if (unknown.Count > 0) throw new RefusedException(Problems.Unprocessable(unknown));
        return json.Deserialize(shape) ?? throw new RefusedException(BindingProblems.NoBody());
    }

    private static JsonTypeInfo<T> Shape(HttpContext context) =>
        (JsonTypeInfo<T>)context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions.GetTypeInfo(typeof(T));

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T), Optional));
}
