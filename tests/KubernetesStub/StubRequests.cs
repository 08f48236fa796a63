using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AiSre.KubernetesStub;

/// <summary>One request: who may, what breaks, what it does, what is answered.</summary>
internal sealed class StubRequests(StubCluster stub, ObjectStore store, Controllers controllers, Lock gate)
{
    public async Task HandleAsync(HttpContext http)
    {
        var aborted = http.RequestAborted;
        try
        {
            await AnswerAsync(http, aborted);
        }
        catch (StatusException error)
        {
            if (error.RetryAfter is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await WriteAsync(http, error.Code, error.Body());
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            // Whoever asked has gone.
        }
    }

    private async Task AnswerAsync(HttpContext http, CancellationToken aborted)
    {
        if (http.Request.Path == "/apis" || http.Request.Path == "/apis/")
        {
            await WriteAsync(http, 200, stub.Groups());
            return;
        }

        if (ResourcePath.Of(http.Request.Path.Value ?? "") is not { } path)
            throw new StatusException(404, "NotFound", "the server could not find the requested resource");
        var resource = path.Subresource.Length == 0 ? path.Kind.Plural : $"{path.Kind.Plural}/{path.Subresource}";
        var call = new ApiCall(Verb(http.Request.Method, path), resource, path.Namespace, path.Name);
        stub.Note(call);
        if (stub.Settings.Token is { } token && http.Request.Headers.Authorization != $"Bearer {token}")
            throw new StatusException(401, "Unauthorized", "Unauthorized");
        if (stub.Settings.Delay > TimeSpan.Zero) await Task.Delay(stub.Settings.Delay, aborted);
        var body = await BodyAsync(http, aborted);
        var fault = stub.FaultFor(call);
        await BeforeAsync(http, fault, call, path, aborted);
        if (http.Response.HasStarted) return;

        (int Code, object Answer) done;
        lock (gate)
        {
            done = StubVerbs.Do(new(stub, store, path, http.Request.Query, body), call);
            // Who reads what belongs to no namespace changes nothing anywhere.
            if (path.Namespace.Length > 0 || call.Verb is not ("get" or "list")) controllers.Run(path.Namespace);
        }
        switch (fault?.Kind)
        {
            case FaultKind.HangsAfterwards:
                await stub.HoldAsync(call, aborted);
                break;
            case FaultKind.BreaksAfterwards:
                http.Abort();
                return;
            case FaultKind.GatewayTimeout:
                await TextAsync(http, 504, "upstream request timeout");
                return;
        }
        if (done.Answer is string text) await TextAsync(http, done.Code, text);
        else await WriteAsync(http, done.Code, (JsonObject)done.Answer);
    }

    private async Task BeforeAsync(HttpContext http, Fault? fault, ApiCall call, ResourcePath path, CancellationToken aborted)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Hangs:
                await stub.HoldAsync(call, aborted);
                break;
            case FaultKind.Throttled:
                if (fault.RetryAfter is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                await TextAsync(http, 429, "Too many requests, please try again later.");
                break;
            case FaultKind.Overtaken:
                fault.Meanwhile?.Invoke();
                break;
            case FaultKind.Unauthorized:
                throw new StatusException(401, "Unauthorized", "Unauthorized");
            case FaultKind.Forbidden:
                throw StatusException.Forbidden(path.Kind, path.Name, $"User \"ai-sre\" cannot {call.Verb} resource \"{call.Resource}\" in API group "
                    + $"\"{path.Kind.Group}\"" + (path.Namespace.Length > 0 ? $" in the namespace \"{path.Namespace}\"" : " at the cluster scope"));
            case FaultKind.Denied:
                throw new StatusException(403, "Forbidden", $"admission webhook \"policy.example.com\" denied the request: {fault.Message}");
            case FaultKind.WebhookDead:
                throw new StatusException(500, "InternalError", "Internal error occurred: failed calling webhook \"policy.example.com\": failed to "
                    + "call webhook: Post \"https://policy.default.svc:443/validate?timeout=10s\": context deadline exceeded");
        }
    }

    private static string Verb(string method, ResourcePath path) => method switch
    {
        "GET" => path.Name.Length > 0 ? "get" : "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => path.Name.Length > 0 ? "delete" : "deletecollection",
        _ => throw new StatusException(405, "MethodNotAllowed", "the server does not allow this method on the requested resource"),
    };

    private static async Task<JsonObject?> BodyAsync(HttpContext http, CancellationToken aborted)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(aborted);
        if (text.Length == 0) return null;
        try
        {
            return JsonNode.Parse(text) as JsonObject
                ?? throw new StatusException(415, "UnsupportedMediaType", "only objects are taken, and merge patches");
        }
        catch (JsonException exception)
        {
            throw StatusException.BadRequest($"the body is no JSON: {exception.Message}");
        }
    }

    private static async Task WriteAsync(HttpContext http, int code, JsonObject body)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted);
    }

    private static async Task TextAsync(HttpContext http, int code, string text)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync(text, http.RequestAborted);
    }
}
