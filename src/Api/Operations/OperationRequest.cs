using AiSre.Api.Security;
using Microsoft.AspNetCore.Http.Extensions;

namespace AiSre.Api.Operations;

/// <summary>The request that an operation gets from inside.</summary>
internal static class OperationRequest
{
    public static DefaultHttpContext Of(
        ApiOperation operation, HttpContext from, Caller caller, IReadOnlyDictionary<string, JsonElement> arguments, Stream answer)
    {
        var context = new DefaultHttpContext { RequestServices = from.RequestServices, TraceIdentifier = from.TraceIdentifier };
        // The audit says where a request came from.
        context.Connection.RemoteIpAddress = from.Connection.RemoteIpAddress;
        context.Features.Set(caller);
        context.SetEndpoint(operation.Endpoint);
        context.Request.Method = operation.Method;
        context.Request.Path = $"/{operation.Endpoint.RoutePattern.RawText?.Trim('/')}";
        context.Response.Body = answer;
        var query = new QueryBuilder();
        var body = new Dictionary<string, JsonElement>();
        foreach (var (name, value) in arguments)
        {
            if (operation.Path.Any(part => part.Name == name)) context.Request.RouteValues[name] = Text(value);
            else if (operation.Query.Any(parameter => parameter.Name == name)) query.Add(name, Texts(value));
            else body[name] = value;
        }
        context.Request.QueryString = query.ToQueryString();
        if (operation.Body is not null) Write(context.Request, body);
        return context;
    }

    private static void Write(HttpRequest request, Dictionary<string, JsonElement> body)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            foreach (var (name, value) in body)
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }
            json.WriteEndObject();
        }
        var bytes = text.ToArray();
        request.Body = new MemoryStream(bytes);
        request.ContentLength = bytes.Length;
        request.ContentType = "application/json";
    }

    private static string Text(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static IEnumerable<string> Texts(JsonElement value) =>
        value.ValueKind is JsonValueKind.Array ? value.EnumerateArray().Select(Text) : [Text(value)];
}
