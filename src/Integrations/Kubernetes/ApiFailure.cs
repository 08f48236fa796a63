using k8s.Models;

namespace AiSre.Integrations.Kubernetes;

/// <summary>What kept a call from its answer.</summary>
internal enum FailureKind
{
    /// <summary>Nothing was sent: the kubeconfig cannot be used.</summary>
    Misconfigured,

    /// <summary>Nothing was sent: too many calls to this cluster are under way.</summary>
    Busy,

    /// <summary>Nothing was sent: there is no connection.</summary>
    Unreachable,

    /// <summary>Nothing was sent: the certificate is not accepted.</summary>
    Untrusted,

    /// <summary>It was sent, or may have been, and nothing came back.</summary>
    Unanswered,

    /// <summary>The API server answered, and its answer is a refusal or an error.</summary>
    Answered,

    /// <summary>The API server said yes in a way that is not understood.</summary>
    Unreadable,
}

/// <summary>Why a call failed.</summary>
/// <param name="Text">For a person, in one line.</param>
/// <param name="Code">HTTP status of an answer; 0 without one.</param>
/// <param name="Status">What the API server says of it, where it says it in its own form.</param>
/// <param name="RetryAfter">From the header or from the details.</param>
internal sealed record ApiFailure(FailureKind Kind, string Text, int Code = 0, V1Status? Status = null, TimeSpan? RetryAfter = null)
{
    public bool HasCause(string reason) => Status?.Details?.Causes?.Any(cause => cause.Reason == reason) ?? false;
}

/// <summary>A call that failed, on its way to who asked.</summary>
internal sealed class ApiFailureException(ApiFailure failure, Exception? inner = null) : Exception(failure.Text, inner)
{
    public ApiFailure Failure => failure;
}
