using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;

namespace AiSre.Diagnosis.Rules;

/// <summary>Certificates between services that ran out or that the other side does not trust.</summary>
internal static partial class CertificateRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new("certificate_expired", Expired)
        {
            Needs = ["logs"],
            LooksAt = "Logs of TLS connections that fail because a certificate has expired; cert-manager's Certificates",
            Advice = "Renew the server's certificate and let the server load it; then find out why nothing renewed it in time.",
            Expected = "TLS handshakes succeed; the certificate's notAfter lies in the future.",
        },
        new("certificate_not_renewed", NotReady)
        {
            Needs = ["certificates"],
            LooksAt = "Conditions and notAfter of cert-manager's Certificates",
            Advice = "Mend what the Certificate's condition says (issuer, challenge, rights); then renew it.",
            Expected = "The Certificate is Ready with a notAfter in the future.",
        },
        new("certificate_not_trusted", Untrusted)
        {
            Needs = ["logs"],
            LooksAt = "Logs of TLS connections that fail because the issuer is not trusted or the name does not match",
            Advice = "Give the client the issuer's CA, or the server a certificate for the name by which it is called.",
            Expected = "TLS handshakes succeed.",
        },
    ];

    private static IEnumerable<Finding> Expired(Scene scene) => FromLogs(scene, ExpiredWords(), 0.9, "serves a TLS certificate that has expired");

    private static IEnumerable<Finding> Untrusted(Scene scene) =>
        FromLogs(scene, UntrustedWords(), 0.85, "serves a TLS certificate that its clients do not trust (unknown authority or wrong name)");

    /// <summary>The server is at fault: that the client names, or that complains itself.</summary>
    private static IEnumerable<Finding> FromLogs(Scene scene, Regex words, double confidence, string says)
    {
        var hits = scene.Said(words).Where(hit => hit.Workload is not null && hit.Log.Namespace != "kube-system" && !TooEarly().IsMatch(hit.Line))
            .Select(hit => (Hit: hit, Server: ServerOf(scene, hit))).ToList();
        foreach (var group in hits.GroupBy(pair => pair.Server?.Component ?? pair.Hit.Who))
        {
            // A client whose server is known from another line says nothing new.
            if (group.All(pair => pair.Server is null) && hits.Any(pair => pair.Server is not null)) continue;
            var hit = group.OrderByDescending(pair => pair.Server is not null).First().Hit;
            yield return new()
            {
                Component = group.Key, Confidence = confidence,
                Affects = [.. group.Select(pair => pair.Hit.Who).Where(who => who != group.Key).Distinct()],
                RootCause = Statement.That(CarriedPhrase.Of(group.Key.Name, says), hit.Seen,
                    Sighting.Of(group.Key, $"{group.Key.Name} answers there")),
                Because = [.. group.DistinctBy(pair => pair.Hit.Who).Take(3)
                    .Select(pair => Statement.That($"{pair.Hit.Log.Pod} says: {RuntimeRules.Short(pair.Hit.Line)}", pair.Hit.Seen))],
            };
        }
    }

    private static LiveWorkload? ServerOf(Scene scene, LogHit hit) => HandshakeFrom().IsMatch(hit.Line) ? hit.Workload
        : ServiceAddress.Within(hit.Line).Select(address => scene.Answering(address.Host, hit.Log.Namespace)).OfType<LiveWorkload>()
        .FirstOrDefault(called => called.Component != hit.Who);

    private static IEnumerable<Finding> NotReady(Scene scene)
    {
        foreach (var one in scene.Cluster.Customs.Where(one => one.Kind == "Certificate"
            && one.ApiVersion.StartsWith("cert-manager.io/", StringComparison.Ordinal)))
        {
            var component = GatewayRules.Component(one);
            var end = one.Status.Text("notAfter");
            var isOver = DateTimeOffset.TryParse(end, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at < scene.Now;
            var failed = GatewayRules.Failed(one.Status);
            if (!isOver && failed is null) continue;
            var secret = one.Spec.Text("secretName");
            ImmutableArray<Component> users = [.. scene.Workloads.Where(workload => secret is not null && workload.Namespace == component.Namespace
                && workload.Template.Spec?.Volumes?.Any(volume => volume.Secret?.SecretName == secret) == true)
                .Select(workload => workload.Component)];
            yield return new()
            {
                Component = component, Confidence = isOver ? 0.93 : 0.6, Affects = users, Since = isOver ? null : scene.Symptom.StartedAt,
                RootCause = isOver
                    ? Statement.That($"The TLS certificate {one.Metadata.Name} has expired (notAfter {end}).",
                    Sighting.Of(component, $"Certificate {one.Metadata.Name}: status.notAfter: {end}", at))
                    : Statement.That($"The TLS certificate {one.Metadata.Name} is not ready ({failed!.Value.Reason}): {failed.Value.Message}",
                        Sighting.Of(component,
                            $"Certificate {one.Metadata.Name}: condition {failed.Value.Type}: False, {failed.Value.Reason}: {failed.Value.Message}")),
                Because = isOver && failed is { } why
                    ? [Statement.That($"It was not renewed ({why.Reason}): {why.Message}",
                    Sighting.Of(component, $"condition {why.Type}: False, {why.Reason}: {why.Message}"))]
                    : [],
            };
        }
    }

    [GeneratedRegex(@"(?i)certificate has expired|CERT_HAS_EXPIRED|expired certificate|certificate expired|NotAfter:|CertificateExpiredException"
        + @"|certificate.*\bis expired|SEC_ERROR_EXPIRED_CERTIFICATE|NotTimeValid")]
    private static partial Regex ExpiredWords();

    [GeneratedRegex(@"(?i)certificate signed by unknown authority|unable to find valid certification path|self[- ]signed certificate"
        + @"|SELF_SIGNED_CERT|UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT)"
        + @"|unable to get (?:local )?issuer certificate|certificate is (?:not )?valid for [^ ]+,? not"
        + @"|doesn't match any of the subject alternative names|ERR_TLS_CERT_ALTNAME_INVALID|hostname mismatch|tls: bad certificate|UntrustedRoot"
        + @"|RemoteCertificateNameMismatch")]
    private static partial Regex UntrustedWords();

    /// <summary>Not over but not begun: a clock is wrong.</summary>
    [GeneratedRegex(@"current time \S+ is before")]
    private static partial Regex TooEarly();

    /// <summary>A server's own words about a client that hung up.</summary>
    [GeneratedRegex(@"(?i)TLS handshake error from|remote error: tls")]
    private static partial Regex HandshakeFrom();
}
