using System.Globalization;
using System.Net;
using System.Security.Authentication;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;
using k8s.Models;

namespace AiSre.Integrations.Kubernetes;

/// <summary>Exceptions of the client, told apart.</summary>
internal static class ApiFailures
{
    /// <summary>Null: a bug of ours, which nobody should hide.</summary>
    public static ApiFailure? Of(Exception exception) => exception switch
    {
        ApiFailureException known => known.Failure,
        HttpOperationException answered => Answered(answered),
        HttpRequestException request => Failed(request),
        KubernetesException refused => new(FailureKind.Answered, OneLine.Of(refused.Status?.Message ?? refused.Message), refused.Status?.Code ?? 0,
            refused.Status),
        JsonException or FormatException => new(FailureKind.Unreadable, "its answer is not understood"),
        KubeConfigException or KubernetesClientException or UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException =>
            new(FailureKind.Misconfigured, $"its kubeconfig cannot be used: {OneLine.Of(exception.Message)}"),
        IOException => new(FailureKind.Unanswered, $"the connection was lost: {OneLine.Of(exception.Message)}"),
        _ => null,
    };

    private static ApiFailure Failed(HttpRequestException request)
    {
        if (request.HttpRequestError is HttpRequestError.SecureConnectionError || Inner<AuthenticationException>(request) is not null)
        {
            var why = (Inner<UntrustedServerException>(request) ?? Inner<AuthenticationException>(request) as Exception ?? request).Message;
            return new(FailureKind.Untrusted, $"its certificate is not accepted: {OneLine.Of(why)}");
        }
        return request.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.ProxyTunnelError
            ? new(FailureKind.Unreachable, $"it cannot be reached: {OneLine.Of(request.Message)}")
            : new(FailureKind.Unanswered, $"the connection was lost: {OneLine.Of(request.Message)}");
    }

    private static ApiFailure Answered(HttpOperationException answered)
    {
        var status = Status(answered.Response?.Content);
        var code = (int)(answered.Response?.StatusCode ?? 0);
        // Proxies and API priority and fairness answer in plain text.
        var said = OneLine.Of(status?.Message ?? answered.Response?.Content);
        var text = code switch
        {
            (int)HttpStatusCode.Unauthorized => "it does not accept the credentials (401)",
            (int)HttpStatusCode.Forbidden => $"forbidden (403): {said}",
            (int)HttpStatusCode.TooManyRequests => $"it asks to come again later (429): {said}",
            _ => $"{said} ({code})",
        };
        return new(FailureKind.Answered, text, code, status, RetryAfter(answered, status));
    }

    private static V1Status? Status(string? content)
    {
        if (string.IsNullOrWhiteSpace(content) || content.TrimStart()[0] != '{') return null;
        try
        {
            return KubernetesJson.Deserialize<V1Status>(content);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? RetryAfter(HttpOperationException answered, V1Status? status)
    {
        var header = answered.Response?.Headers?.FirstOrDefault(one => one.Key.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)).Value;
        if (int.TryParse(header?.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(Math.Min(seconds, 3_600));
        return status?.Details?.RetryAfterSeconds is > 0 and var details ? TimeSpan.FromSeconds(Math.Min(details, 3_600)) : null;
    }

    private static T? Inner<T>(Exception? exception) where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
            if (exception is T found) return found;
        return null;
    }
}
