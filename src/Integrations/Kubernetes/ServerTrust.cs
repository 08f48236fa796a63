using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace AiSre.Integrations.Kubernetes;

/// <summary>Checks API servers' certificates as the client library does, and says what is wrong: it only says that something is.</summary>
internal static class ServerTrust
{
    public static RemoteCertificateValidationCallback Of(X509Certificate2Collection authorities, TimeProvider clock) =>
        (sender, certificate, chain, errors) =>
        {
            if (certificate is null || chain is null) throw new UntrustedServerException("it shows none");
            var isTrusted = k8s.Kubernetes.CertificateValidationCallBack(sender, authorities, certificate, chain, errors);
            return isTrusted ? isTrusted : throw new UntrustedServerException(Reason((X509Certificate2)certificate, errors, clock.GetUtcNow()));
        };

    private static string Reason(X509Certificate2 certificate, SslPolicyErrors errors, DateTimeOffset now)
    {
        if (now < certificate.NotBefore.ToUniversalTime())
            return $"it is not valid before {Written(certificate.NotBefore)}, and here it is {Written(now.UtcDateTime)}; compare the clocks";
        if (now > certificate.NotAfter.ToUniversalTime())
            return $"it has expired at {Written(certificate.NotAfter)}, and here it is {Written(now.UtcDateTime)}; compare the clocks";
        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? "it is for another name"
            : "it was not issued by an authority of the kubeconfig";
    }

    private static string Written(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <summary>An API server that shows a certificate which is not accepted.</summary>
internal sealed class UntrustedServerException(string reason) : AuthenticationException(reason);
