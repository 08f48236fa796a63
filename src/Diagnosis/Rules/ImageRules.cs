using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>
/// Images that cannot be pulled or do not fit the node. What a registry answered is told apart in this order: its name, its patience, the right to
/// ask, whether it has the image, and whether it could be reached at all. containerd, CRI-O and Docker say the same in different words.
/// </summary>
public static partial class ImageRules
{
    private static readonly string[] Pulling = ["ErrImagePull", "ImagePullBackOff", "RegistryUnavailable", "ImageInspectError",
        "SignatureValidationFailed"];

    public static ImmutableArray<Rule> All { get; } =
    [
        InvalidName(),
        NeverPull(),
        Pull(
            "image_registry_dns_failure", "\"no such host\", \"name resolution\"", NoSuchHost(), 0.94,
            "Correct the registry's name in the image, or the DNS that the node uses.",
            (at, image, why, seen) => Statement.That($"The registry of image {image} of {at.Name} cannot be resolved by DNS: {why}.", seen)),
        Pull(
            "registry_rate_limited", "\"429\", \"toomanyrequests\"", RateLimit(), 0.94,
            "Pull with an account, through a cache of your own, or wait until the limit is over.",
            (at, image, why, seen) => Statement.That(
                $"The registry limits the rate of pulls of image {image} of {at.Name} (429, too many requests): {why}.", seen)),
        Pull(
            "wrong_architecture", "\"no matching manifest\", \"no match for platform\"", NoPlatform(), 0.94,
            "Build the image for the nodes' architecture too, or send the pods to nodes of the image's architecture.",
            (at, image, why, seen) => Statement.That(
                $"Image {image} of {at.Name} does not exist for the architecture (platform) of the node: {why}.", seen)),
        Unauthorized(),
        PullSecretMissing(),
        NotFound(),
        Pull(
            "registry_tls_failure", "\"x509\", \"server gave HTTP response to HTTPS client\"", Tls(), 0.92,
            "Give the nodes the registry's certificate authority, or renew the registry's certificate.",
            (at, image, why, seen) => Statement.That($"The node does not trust the registry of image {image} of {at.Name} (TLS): {why}.", seen)),
        Pull(
            "registry_unreachable", "timeouts, refused connections, 5xx of the registry", Unreachable(), 0.88,
            "Look at the registry and at the way from the nodes to it: proxy, firewall, its own state.",
            (at, image, why, seen) => Statement.That($"The registry of image {image} of {at.Name} cannot be reached: {why}.", seen)),
        PullFails(),
        ExecFormat(),
    ];

    /// <param name="pattern">What is said when it is this; what an earlier pattern explains is not asked again.</param>
    private static Rule Pull(
        string cause, string words, Regex pattern, double confidence, string advice, Func<Component, string, string, Sighting[], Statement> says) =>
            Image(
        cause, $"events and states of image pulls: {words}", advice, (scene, stuck, at) =>
        {
            if (!Pulling.Contains(stuck.Reason) || stuck.Find(pattern) is not { } found || Earlier(stuck, pattern)) return null;
            return Found.At(at, confidence, says(at, stuck.Image, Found.Short(found.Match.Value), [found.Seen, .. State(stuck, at)]));
        });

    /// <summary>Whether something before this pattern is said; before nothing is before all.</summary>
    private static bool Earlier(StuckContainer stuck, Regex? pattern)
    {
        Regex[] order = [NoSuchHost(), RateLimit(), NoPlatform(), Denied(), Missing(), Tls(), Unreachable()];
        return order.TakeWhile(earlier => earlier.ToString() != pattern?.ToString()).Any(earlier => stuck.Find(earlier) is not null);
    }

    private static Rule Image(string cause, string looksAt, string advice, Func<Scene, StuckContainer, Component, Finding?> see) => new(
        cause, scene => scene.Stuck().Select(stuck => see(scene, stuck, scene.ComponentOf(stuck.Pod))).OfType<Finding>().OncePerComponent())
    {
        Needs = ["pods"],
        LooksAt = looksAt,
        Advice = advice,
        Expected = "The image is pulled, and the container starts.",
        Pattern = "image_pull",
    };

    private static Sighting[] State(StuckContainer stuck, Component at) =>
        [Sighting.Of(stuck.Pod, $"{stuck.State.Name}: waiting, {stuck.Reason}, image: {stuck.Image}"), stuck.Pod.KeptBy(at)];

    private static Rule InvalidName() => Image(
        "invalid_image_name", "containers that wait with InvalidImageName",
        "Correct the image's name in the pod template: a variable may not have been replaced.",
        (scene, stuck, at) => stuck.Reason == "InvalidImageName"
            ? Found.At(
                at, 0.95,
                Statement.That(
                    $"The image name of {at.Name} is invalid and cannot be parsed (invalid reference format): {stuck.Image}.",
                    [.. State(stuck, at), .. stuck.Words.Take(1)]))
            : null);

    private static Rule NeverPull() => Image(
        "image_never_pulled", "containers that wait with ErrImageNeverPull", "Load the image onto the node, or set imagePullPolicy to IfNotPresent.",
        (scene, stuck, at) => stuck.Reason == "ErrImageNeverPull"
            ? Found.At(
                at, 0.95,
                Statement.That(
                    $"Image {stuck.Image} of {at.Name} is not on the node, and its imagePullPolicy is Never (ErrImageNeverPull).",
                    [.. State(stuck, at), .. stuck.Words.Take(1), Sighting.Of(at, "imagePullPolicy: Never")]))
            : null);

    private const string SecretAdvice = "Create the pull secret in the pod's namespace and name it in imagePullSecrets, or correct what is in it.";

    private static Rule Unauthorized() => Image(
        "missing_image_pull_secret", "pulls that end with 401, 403 or \"pull access denied\", and the pods' imagePullSecrets", SecretAdvice,
        (scene, stuck, at) =>
        {
            if (!Pulling.Contains(stuck.Reason) || stuck.Find(Denied()) is not { } found || Earlier(stuck, Denied())) return null;
            var secrets = (scene.Wanted(stuck.Pod).ImagePullSecrets ?? []).Select(secret => secret.Name).ToList();
            var written = secrets.Count == 0 ? "none" : string.Join(", ", secrets);
            var isVague = Vague().IsMatch(found.Match.Value) || found.Seen.Text.Contains("may require", StringComparison.Ordinal);
            var isPublic = IsPublic(stuck.Image);
            return Found.At(
                at, isPublic ? 0.5 : isVague && secrets.Count > 0 ? 0.7 : isVague ? 0.8 : 0.93,
                Statement.That(
                    $"{at.Name} may not pull image {stuck.Image}: unauthorized, its pull secret is missing or wrong "
                        + $"({Found.Short(found.Match.Value)}).",
                    [found.Seen, .. State(stuck, at)]),
                Statement.That($"imagePullSecrets: {written}.", Sighting.Of(at, $"spec.template.spec.imagePullSecrets: {written}")));
        });

    /// <summary>Official images of Docker Hub need no account: what is refused there does not exist.</summary>
    private static bool IsPublic(string image)
    {
        var parts = image.Split('/');
        return parts.Length == 1 || (parts.Length >= 2 && parts[^2] == "library");
    }

    private static Rule PullSecretMissing() => Image(
        "missing_image_pull_secret", "FailedToRetrieveImagePullSecret events", SecretAdvice,
        (scene, stuck, at) => Pulling.Contains(stuck.Reason) && stuck.Find(NoSecret()) is { } found && stuck.Find(NoSuchHost()) is null
            && stuck.Find(Denied()) is not null
            ? Found.At(
                at, 0.9,
                Statement.That(
                    $"Pull secret {found.Match.Groups["name"].Value} of {at.Name} is missing: the image is pulled without credentials and refused.",
                    [found.Seen, .. State(stuck, at)]))
            : null);

    private static Rule NotFound() => Image(
        "incorrect_image_reference", "pulls that end with \"not found\", \"manifest unknown\", \"does not exist\"",
        "Correct the tag or the repository in the pod template, or push the image.",
        (scene, stuck, at) =>
        {
            if (!Pulling.Contains(stuck.Reason)) return null;
            var isPlain = !Earlier(stuck, Missing());
            var isPublic = IsPublic(stuck.Image) && stuck.Find(Vague()) is not null;
            if ((stuck.Find(Missing()) ?? stuck.Find(Mirror()) ?? (isPublic ? stuck.Find(Vague()) : null)) is not { } found) return null;
            return !isPlain && !isPublic ? null : Found.At(
                at, stuck.Find(Missing()) is not null ? 0.94 : 0.85,
                Statement.That(
                    $"Image {stuck.Image} of {at.Name} was not found, its tag or repository does not exist: {Found.Short(found.Match.Value)}.",
                    [found.Seen, .. State(stuck, at)]));
        });

    private static Rule PullFails() => Image(
        "image_pull_failed", "pulls that fail for another reason", "Read what the node says about the pull.",
        (scene, stuck, at) => !Pulling.Contains(stuck.Reason) || Earlier(stuck, null)
            ? null
            : (stuck.Words.FirstOrDefault(word => word.Text.Contains("ailed to pull image", StringComparison.Ordinal))
                ?? (stuck.State.State?.Waiting?.Message is { Length: > 0 } ? stuck.Words[0] : null)) is { } seen
                ? Found.At(
                    at, 0.6,
                    Statement.That($"Image {stuck.Image} of {at.Name} cannot be pulled: {Found.Short(seen.Text, 240)}", [seen, .. State(stuck, at)]))
                : null);

    private static Rule ExecFormat() => new("wrong_architecture", scene =>
        (from pod in scene.LivePods()
         from state in pod.States().Where(PodStates.IsCrashing)
         let log = scene.LogsOf(pod).SelectMany(log => log.Lines.Where(line => Format().IsMatch(line)).Select(line => Sighting.Of(log, line)))
             .FirstOrDefault()
         let ended = state.State?.Terminated ?? state.LastState?.Terminated
         let message = ended?.Message is { } text && Format().IsMatch(text) ? Sighting.Of(pod, $"{state.Name}: terminated, {ended.Reason}: {text}")
             : null
         let seen = log ?? message ?? scene.EventsOf(pod, "Failed", "BackOff").Where(seen => Format().IsMatch(seen.Message ?? ""))
             .Select(Sighting.Of).FirstOrDefault()
         where seen is not null
         let at = scene.ComponentOf(pod)
         let node = scene.Cluster.Nodes.FirstOrDefault(node => node.Name() == pod.Spec?.NodeName)
         let kind = node?.Status?.NodeInfo?.Architecture ?? Arch(node)
         select Found.At(
             at, 0.94,
             Statement.That($"The image of {at.Name} is built for another architecture than the node's: {Format().Match(seen.Text).Value}.", seen,
                 pod.KeptBy(at)),
             kind is null ? null : Statement.That($"The node's architecture is {kind}.", Sighting.Of(node!, $"architecture: {kind}"))))
        .OncePerComponent())
    {
        Needs = ["pods"],
        LooksAt = "\"exec format error\" in logs and states of containers that crash",
        Advice = "Build the image for the nodes' architecture too, or send the pods to nodes of the image's architecture.",
        Expected = "The container stays up.",
        Pattern = "crash_loop",
    };

    private static string? Arch(V1Node? node) =>
        node?.Metadata.Labels is { } labels && labels.TryGetValue("kubernetes.io/arch", out var found) ? found : null;

    [GeneratedRegex(@"no such host|Temporary failure in name resolution|server misbehaving|lookup \S+(?: on \S+)?: (?:i/o timeout|read udp.*)"
        + @"|Name or service not known|Could not resolve host[^""]*|NXDOMAIN", RegexOptions.IgnoreCase)]
    private static partial Regex NoSuchHost();

    [GeneratedRegex(@"429 Too Many Requests|toomanyrequests|pull rate limit|status code 429|rate exceeded|QPS exceeded", RegexOptions.IgnoreCase)]
    private static partial Regex RateLimit();

    [GeneratedRegex(@"no matching manifest for [^\s""]+(?: in the manifest list entries)?|no match for platform in manifest[^""]*"
        + @"|no image found in (?:manifest list|image index) for architecture[^""]*|does not match the specified platform[^""]*"
        + @"|image operating system[^""]*", RegexOptions.IgnoreCase)]
    private static partial Regex NoPlatform();

    [GeneratedRegex(@"failed to authorize[^""]*|401 Unauthorized|unauthorized: [^""]*|authentication required|no basic auth credentials"
        + @"|pull access denied[^""]*|(?:requested )?access to the (?:requested )?resource is (?:denied|not authorized)|denied: [^""]*"
        + @"|insufficient_scope[^""]*|invalid username/password[^""]*|(?<!ns=\S*): 403 Forbidden|status code \S* ?\[[^\]]*\]: 403 Forbidden",
            RegexOptions.IgnoreCase)]
    private static partial Regex Denied();

    [GeneratedRegex(@"repository does not exist or may require[^""]*|pull access denied[^""]*|insufficient_scope[^""]*", RegexOptions.IgnoreCase)]
    private static partial Regex Vague();

    /// <summary>A mirror that pulls through (it is asked with <c>?ns=</c>) refuses what its origin does not have.</summary>
    [GeneratedRegex(@"https?://\S+\?ns=\S+ ?(?:403 Forbidden|404 Not Found|: 403|: 404)?", RegexOptions.IgnoreCase)]
    private static partial Regex Mirror();

    [GeneratedRegex(@"code = NotFound|manifest unknown[^""]*|: not found|manifest for \S+ not found|name unknown[^""]*|NAME_UNKNOWN|MANIFEST_UNKNOWN"
        + @"|404 Not Found|repository \S+ not found[^""]*|does not exist in the registry[^""]*"
        + @"|tag \S+ (?:was )?not found|reading manifest \S+ in \S+: manifest unknown"
        + @"|(?<=image )""[^""]+"" not found", RegexOptions.IgnoreCase)]
    private static partial Regex Missing();

    [GeneratedRegex(@"x509: [^""]*|server gave HTTP response to HTTPS client|tls: [^""]*|remote error: tls[^""]*", RegexOptions.IgnoreCase)]
    private static partial Regex Tls();

    [GeneratedRegex(@"i/o timeout|connection refused|connection reset by peer|context deadline exceeded|TLS handshake timeout|no route to host"
        + @"|network is unreachable|50[0234] [A-Z][\w ]+|Client\.Timeout exceeded[^""]*|proxyconnect[^""]*|RegistryUnavailable|unexpected EOF",
            RegexOptions.IgnoreCase)]
    private static partial Regex Unreachable();

    [GeneratedRegex(@"Unable to retrieve some image pull secrets \((?<name>[^),]+)", RegexOptions.IgnoreCase)]
    private static partial Regex NoSecret();

    [GeneratedRegex(@"exec format error|cannot execute binary file(?:: Exec format error)?", RegexOptions.IgnoreCase)]
    private static partial Regex Format();
}
