
namespace AiSre.Diagnosis.Tests;

/// <summary>The same answers in the words of containerd, CRI-O and Docker.</summary>
public sealed class ImageRulesTests
{
    [Theory]
    [InlineData("image_registry_dns_failure",
        "failed to do request: Head \"https://r.example/v2/a/manifests/1\": dial tcp: lookup r.example on 127.0.0.53:53: no such host")]
    [InlineData("image_registry_dns_failure",
        "pinging container registry r.example: Get \"https://r.example/v2/\": dial tcp: lookup r.example: Temporary failure in name resolution")]
    [InlineData("image_registry_dns_failure",
        "Error response from daemon: Get https://r.example/v2/: dial tcp: lookup r.example on 10.0.0.2:53: server misbehaving")]
    [InlineData("registry_rate_limited", "429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit")]
    [InlineData("registry_rate_limited",
        "reading manifest 1 in docker.io/a/b: toomanyrequests: You have reached your unauthenticated pull rate limit")]
    [InlineData("wrong_architecture", "no match for platform in manifest: not found")]
    [InlineData("wrong_architecture", "no matching manifest for linux/arm64/v8 in the manifest list entries")]
    [InlineData("wrong_architecture",
        "choosing an image from manifest list docker://r.example/a:1: no image found in manifest list for architecture arm64, variant \"v8\", OS "
            + "linux")]
    [InlineData("missing_image_pull_secret",
        "failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token: 403 Forbidden")]
    [InlineData("missing_image_pull_secret", "failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized")]
    [InlineData("missing_image_pull_secret", "pulling from host r.example failed with status code [manifests 1]: 401 Unauthorized")]
    [InlineData("missing_image_pull_secret", "reading manifest 1 in r.example/a: unauthorized: access to the requested resource is not authorized")]
    [InlineData("missing_image_pull_secret",
        "Error response from daemon: Get https://1234.dkr.ecr.eu-west-1.amazonaws.com/v2/a/manifests/1: no basic auth credentials")]
    [InlineData("missing_image_pull_secret",
        "initializing source docker://r.example/a:1: reading manifest 1 in r.example/a: denied: requested access to the resource is denied")]
    [InlineData("incorrect_image_reference",
        "rpc error: code = NotFound desc = failed to resolve reference \"r.example/a:1\": r.example/a:1: not found")]
    [InlineData("incorrect_image_reference", "reading manifest 9 in quay.io/a/b: manifest unknown: manifest unknown")]
    [InlineData("incorrect_image_reference", "Error response from daemon: manifest for r.example/a:9 not found: manifest unknown: manifest unknown")]
    [InlineData("incorrect_image_reference", "name unknown: The repository with name 'a' does not exist in the registry with id '1234'")]
    [InlineData("incorrect_image_reference",
        "unexpected status from HEAD request to https://mirror.example/library/redis/manifests/x?ns=docker.io: 403 Forbidden")]
    [InlineData("registry_tls_failure",
        "failed to do request: Head \"https://r.example/v2/\": tls: failed to verify certificate: x509: certificate signed by unknown authority")]
    [InlineData("registry_tls_failure", "http: server gave HTTP response to HTTPS client")]
    [InlineData("registry_unreachable", "failed to do request: Head \"https://r.example/v2/\": dial tcp 10.0.0.9:443: i/o timeout")]
    [InlineData("image_pull_failed", "failed to register layer: write /usr/lib/x: no space left on device")]
    [InlineData("registry_unreachable", "failed to do request: dial tcp 10.0.0.9:443: connect: connection refused")]
    [InlineData("registry_unreachable", "unexpected status from HEAD request to https://r.example/v2/a/manifests/1: 503 Service Unavailable")]
    public void What_the_registry_answered_is_the_cause(string cause, string answer)
    {
        var message = $"Failed to pull image \"registry.example/app:1\": {answer}";
        Assert.Equal(
            $"{cause} Deployment/shop/web",
            new ClusterSketch().Deployment("web").Waiting("web", "ImagePullBackOff").Event("Pod", "web-6f4-aaaaa", "Failed", message).Answer());
        Assert.Equal(
            $"{cause} Deployment/shop/web", new ClusterSketch().Deployment("web").Waiting("web", "ErrImagePull", answer).Answer());
    }

    [Fact]
    public void What_Docker_Hub_denies_of_its_own_images_does_not_exist()
    {
        const string denied = "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: "
            + "authorization failed";
        Assert.Equal("incorrect_image_reference Deployment/shop/web", Of("docker.io/library/reddis:7"));
        Assert.Equal("missing_image_pull_secret Deployment/shop/web", Of("docker.io/acme/web:7"));

        static string Of(string image) =>
            new ClusterSketch().Deployment("web", spec: spec => spec.Containers[0].Image = image).Waiting("web", "ErrImagePull", denied).Answer();
    }

    [Fact]
    public void A_pull_secret_that_is_not_there_is_named() => Assert.Equal(
        "missing_image_pull_secret Deployment/shop/web",
        new ClusterSketch().Deployment("web", spec: spec => spec.ImagePullSecrets = [new() { Name = "regcred" }]).Waiting("web", "ImagePullBackOff")
            .Event("Pod", "web-6f4-aaaaa", "FailedToRetrieveImagePullSecret",
                "Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.")
            .Event("Pod", "web-6f4-aaaaa", "Failed", "Failed to pull image \"registry.example/app:1\": failed to authorize: 401 Unauthorized")
                .Answer());

    [Theory]
    [InlineData("InvalidImageName", "couldn't parse image name \"app:${TAG}\": invalid reference format", "invalid_image_name")]
    [InlineData("ErrImageNeverPull", "Container image \"app:1\" is not present with pull policy of Never", "image_never_pulled")]
    public void What_the_kubelet_will_not_even_try(string reason, string message, string cause) =>
        Assert.Equal($"{cause} Deployment/shop/web", new ClusterSketch().Deployment("web").Waiting("web", reason, message).Answer());

    [Fact]
    public void A_program_of_another_architecture_says_so_when_it_starts() => Assert.Equal(
        "wrong_architecture Deployment/shop/web",
        new ClusterSketch().Deployment("web").Node("n1").Waiting("web", "CrashLoopBackOff", exitCode: 255)
            .Log("web-6f4-aaaaa", "exec /app/server: exec format error").Answer());

    [Fact]
    public void A_pull_that_failed_once_and_succeeded_then_is_no_cause() => Assert.Equal(
        "nothing",
        new ClusterSketch().Deployment("web").Running("web").Event("Pod", "web-6f4-aaaaa", "Failed", "Failed to pull image \"app:1\": not found", 8)
            .Answer());
}
