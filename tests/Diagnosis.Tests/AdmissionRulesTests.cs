using k8s.Models;

namespace AiSre.Diagnosis.Tests;

public sealed class AdmissionRulesTests
{
    private static ClusterSketch Web() => new ClusterSketch().Deployment("web");

    [Theory]
    [InlineData("requests.cpu=1", "requests.cpu=10", "namespace_cpu_quota_exceeded")]
    [InlineData("limits.cpu=2", "limits.cpu=8", "namespace_cpu_quota_exceeded")]
    [InlineData("requests.memory=300Mi", "requests.memory=3Gi", "namespace_memory_quota_exceeded")]
    [InlineData("pods=1", "pods=10", "namespace_pod_quota_exceeded")]
    [InlineData("count/pods=1", "count/pods=10", "namespace_pod_quota_exceeded")]
    [InlineData("requests.nvidia.com/gpu=1", "requests.nvidia.com/gpu=2", "namespace_quota_exceeded")]
    [InlineData("requests.storage=10Gi", "requests.storage=10Gi", "namespace_storage_quota_exceeded")]
    [InlineData("gold.storageclass.storage.k8s.io/requests.storage=1Gi", "gold.storageclass.storage.k8s.io/requests.storage=1Gi",
        "namespace_storage_quota_exceeded")]
    public void A_quota_that_leaves_no_room_is_the_namespaces(string requested, string limited, string cause) => Assert.Equal(
        $"{cause} Namespace/shop",
        Web().Refused("web", $"pods \"web-6f4-x\" is forbidden: exceeded quota: compute, requested: {requested}, used: {limited}, limited: "
            + $"{limited}").Answer());

    [Fact]
    public void A_refusal_is_over_once_the_pods_are_there() => Assert.Equal(
        "nothing",
        Web().Running("web").Refused("web",
            "pods \"web-6f4-x\" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=10, limited: pods=10").Answer());

    [Fact]
    public void A_refusal_of_yesterday_says_nothing() => Assert.Equal(
        "nothing",
        Web().Refused("web", "pods \"x\" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=9, limited: pods=9", minutesAgo: 1500)
            .Answer());

    [Fact]
    public void A_full_quota_is_seen_without_events() => Assert.Equal(
        "namespace_cpu_quota_exceeded Namespace/shop",
        new ClusterSketch().Deployment(
            "web", spec: spec => spec.Containers[0].Resources.Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("500m") })
            .With(snapshot => snapshot with { ResourceQuotas = [Quota("requests.cpu", "4", "3800m")] }).Answer());

    [Fact]
    public void A_quota_with_room_is_no_cause() => Assert.Equal(
        "nothing", Web().With(snapshot => snapshot with { ResourceQuotas = [Quota("pods", "10", "3")] }).Answer());

    [Fact]
    public void Services_that_a_quota_forbids_are_missed_by_their_clients() => Assert.Equal(
        "namespace_service_quota_exceeded Namespace/shop",
        Web().Running("web").Deployment("cart", spec: spec => spec.Containers[0].Env = [new() { Name = "WEB_ADDR", Value = "web:8080" }])
            .Running("cart")
            .With(snapshot => snapshot with
            {
                ResourceQuotas = [Quota("services", "1", "1")],
                Services = [new() { Metadata = new() { Name = "cart", NamespaceProperty = "shop" },
                    Spec = new() { Selector = new Dictionary<string, string> { ["app"] = "cart" } } }],
            }).Answer());

    [Fact]
    public void A_claim_that_a_quota_forbids_was_never_made() => Assert.Equal(
        "namespace_storage_quota_exceeded Namespace/shop",
        new ClusterSketch().Deployment("db", spec: Mount("data"))
            .Unplaced("db", "0/1 nodes are available: persistentvolumeclaim \"data\" not found.").Node("n1")
            .With(snapshot => snapshot with { ResourceQuotas = [Quota("requests.storage", "10Gi", "10Gi")] }).Answer());

    [Theory]
    [InlineData("pods \"web-x\" is forbidden: failed quota: compute: must specify limits.cpu for: app", "resources_required_by_quota")]
    [InlineData("pods \"web-x\" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi", "limit_range_violated")]
    [InlineData("pods \"web-x\" is forbidden: [minimum cpu usage per Pod is 100m, but request is 50m, maximum memory usage per Pod is 1Gi, but limit "
        + "is 2Gi]", "limit_range_violated")]
    [InlineData("pods \"web-x\" is forbidden: cpu max limit to request ratio per Container is 2, but provided ratio is 4.000000",
        "limit_range_violated")]
    [InlineData("pods \"web-6f4-\" is forbidden: error looking up service account shop/robot: serviceaccount \"robot\" not found",
        "missing_service_account")]
    [InlineData("pods \"web-6f4-\" is forbidden: violates PodSecurity \"restricted:v1.30\": hostNetwork != true", "pod_security_violation")]
    [InlineData("pods \"web-6f4-\" is forbidden: unable to validate against any security context constraint: [provider \"anyuid\": Forbidden]",
        "pod_security_violation")]
    [InlineData("admission webhook \"validate.kyverno.svc-fail\" denied the request: \n\nresource Pod/shop/web-x was blocked due to the following "
        + "policies", "denied_by_admission_policy")]
    [InlineData("pods \"web-x\" is forbidden: ValidatingAdmissionPolicy 'no-latest' with binding 'all' denied request: tag latest is not allowed",
        "denied_by_admission_policy")]
    [InlineData("pods \"web-6f4-\" is forbidden: no PriorityClass with name urgent was found", "priority_class_missing")]
    [InlineData("pods \"web-6f4-\" is forbidden: pod rejected: RuntimeClass \"gvisor\" not found", "runtime_class_missing")]
    public void What_the_API_server_refuses_is_the_workloads(string message, string cause) =>
        Assert.Equal($"{cause} Deployment/shop/web", Web().Refused("web", message).Answer());

    [Fact]
    public void A_job_of_a_schedule_is_refused_like_any_other() => Assert.Equal(
        "limit_range_violated CronJob/shop/report",
        new ClusterSketch().Event("Job", "report-2871", "FailedCreate",
            "Error creating: pods \"x\" is forbidden: maximum cpu usage per Pod is 1, but limit is 2")
            .With(snapshot => snapshot with
            {
                CronJobs = [new() { Metadata = new() { Name = "report", NamespaceProperty = "shop" }, Spec = new() { JobTemplate = new() } }],
                Jobs =
                [
                    new()
                    {
                        Metadata = new()
                        {
                            Name = "report-2871", NamespaceProperty = "shop",
                            OwnerReferences = [new() { Kind = "CronJob", Name = "report", Controller = true, ApiVersion = "batch/v1", Uid = "1" }],
                        },
                        Spec = new() { Template = new() },
                    },
                ],
            }).Answer());

    [Fact]
    public void An_account_that_came_late_is_no_cause() => Assert.Equal(
        "nothing",
        Web().Refused("web", "pods \"web-6f4-\" is forbidden: error looking up service account shop/robot: serviceaccount \"robot\" not found")
            .With(snapshot => snapshot with { ServiceAccounts = [new() { Metadata = new() { Name = "robot", NamespaceProperty = "shop" } }] })
                .Answer());

    [Theory]
    [InlineData("no endpoints available for service \"guard\"", "webhook_backend_down")]
    [InlineData("service \"guard\" not found", "webhook_backend_down")]
    [InlineData("dial tcp 10.0.0.7:443: connect: connection refused", "webhook_backend_down")]
    [InlineData("context deadline exceeded", "webhook_backend_down")]
    [InlineData("x509: certificate has expired or is not yet valid: current time 2026-05-04T12:00:00Z is after 2026-05-01T00:00:00Z",
        "webhook_certificate_invalid")]
    [InlineData("tls: failed to verify certificate: x509: certificate signed by unknown authority", "webhook_certificate_invalid")]
    public void A_webhook_that_does_not_answer_stops_all_that_it_selects(string why, string cause)
    {
        var message = $"Internal error occurred: failed calling webhook \"pods.guard.example\": failed to call webhook: Post "
            + $"\"https://guard.policy.svc:443/v?timeout=10s\": {why}";
        Assert.Equal($"{cause} Service/policy/guard", Web().Refused("web", message).Answer());
        Assert.Equal(
            $"{cause} Deployment/policy/guard",
            Web().Deployment("guard", space: "policy").Refused("web", message)
                .With(snapshot => snapshot with { Services = [Service("policy", "guard", "guard")] }).Answer());
    }

    [Fact]
    public void A_log_that_is_forbidden_something_names_the_missing_role() => Assert.Equal(
        "rbac_forbidden Deployment/shop/web",
        Web().Waiting("web", "CrashLoopBackOff", exitCode: 1)
            .Log("web-6f4-aaaaa", "E0504 pods is forbidden: User \"system:serviceaccount:shop:robot\" cannot list resource \"pods\" in API group "
                + "\"\" in the namespace \"shop\"").Answer());

    [Fact]
    public void An_API_version_that_is_gone_is_named_by_the_log() => Assert.Equal(
        "api_version_removed Deployment/shop/web",
        Web().Waiting("web", "CrashLoopBackOff", exitCode: 1)
            .Log("web-6f4-aaaaa", "error: no matches for kind \"CronJob\" in version \"batch/v1beta1\"").Answer());

    [Fact]
    public void A_namespace_on_its_way_out_takes_nothing_new() => Assert.Equal(
        "namespace_terminating Namespace/shop",
        Web().Refused("web", "pods \"web-6f4-x\" is forbidden: unable to create new content in namespace shop because it is being terminated")
            .With(snapshot => snapshot with { Namespaces = [new() { Metadata = new() { Name = "shop" },
                Status = new() { Phase = "Terminating" } }] }).Answer());

    [Fact]
    public void A_finalizer_that_nobody_removes_holds_its_object()
    {
        Assert.Equal("finalizer_blocks_deletion Service/shop/web", Deleted(30));
        Assert.Equal("nothing", Deleted(1));

        static string Deleted(int minutesAgo) => new ClusterSketch().With(snapshot => snapshot with
        {
            Services =
            [
                new()
                {
                    Metadata = new() { Name = "web", NamespaceProperty = "shop", DeletionTimestamp = ClusterSketch.Now.AddMinutes(-minutesAgo),
                        Finalizers = ["lb.example/cleanup"] },
                },
            ],
        }).Answer();
    }

    internal static V1Service Service(string space, string name, string app) => new()
    {
        Metadata = new() { Name = name, NamespaceProperty = space },
        Spec = new() { Selector = new Dictionary<string, string> { ["app"] = app }, Ports = [new() { Port = 443 }] },
    };

    internal static Action<V1PodSpec> Mount(string claim) =>
        spec => spec.Volumes = [new() { Name = "data", PersistentVolumeClaim = new() { ClaimName = claim } }];

    private static V1ResourceQuota Quota(string resource, string hard, string used) => new()
    {
        Metadata = new() { Name = "compute", NamespaceProperty = "shop" },
        Status = new()
        {
            Hard = new Dictionary<string, ResourceQuantity> { [resource] = new(hard) },
            Used = new Dictionary<string, ResourceQuantity> { [resource] = new(used) },
        },
    };

    [Theory]
    [InlineData("persistentvolumeclaims=1", "persistentvolumeclaims=4")]
    [InlineData("requests.storage=20Gi", "requests.storage=50Gi")]
    public void A_quota_for_claims_is_one_for_storage(string requested, string limited) => Assert.Contains(
        "for storage",
        Web().Refused("web", $"create Claim data-web-0 for Pod web-0 in StatefulSet web failed error: persistentvolumeclaims \"data-web-0\" is "
            + $"forbidden: exceeded quota: disks, requested: {requested}, used: {limited}, limited: {limited}").Says(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("requests.storage", "10Gi", "8Gi", "namespace_storage_quota_exceeded Namespace/shop")]
    [InlineData("persistentvolumeclaims", "2", "2", "namespace_storage_quota_exceeded Namespace/shop")]
    [InlineData("requests.storage", "20Gi", "8Gi", "nothing")]
    public void A_full_quota_for_storage_is_seen_without_events(string resource, string hard, string used, string answer) => Assert.Equal(
        answer,
        new ClusterSketch().With(snapshot => snapshot with
        {
            ResourceQuotas = [Quota(resource, hard, used)],
            StatefulSets =
            [
                new()
                {
                    Metadata = new() { Name = "db", NamespaceProperty = "shop" },
                    Spec = new()
                    {
                        Replicas = 1, ServiceName = "db", Selector = new(),
                        Template = new() { Spec = new() { Containers = [new() { Name = "db" }] } },
                        VolumeClaimTemplates =
                        [
                            new()
                            {
                                Spec = new()
                                {
                                    Resources = new() { Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = new("5Gi") } },
                                },
                            },
                        ],
                    },
                    Status = new(),
                },
            ],
        }).Answer());

    [Theory]
    [InlineData("robot", "missing_service_account Deployment/shop/web")]
    [InlineData("default", "nothing")]
    public void An_account_that_is_not_there_is_seen_without_events(string name, string answer) => Assert.Equal(
        answer,
        new ClusterSketch().Deployment("web", spec: spec => spec.ServiceAccountName = name).Deployment("mail").Running("mail")
            .With(snapshot => snapshot with { ServiceAccounts = [new() { Metadata = new() { Name = "other", NamespaceProperty = "shop" } }] })
            .Answer());

    [Fact]
    public void A_policy_that_says_why_on_a_later_line_is_quoted() => Assert.Contains(
        "require-labels",
        Web().Refused("web", "admission webhook \"validate.kyverno.svc-fail\" denied the request: \n\nresource Pod/shop/web-x was blocked due to the "
            + "following policies \n\nrequire-labels:\n  check: 'validation error: label team is required'\n").Says(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("E0504 11:58:00 reflector.go:150] failed to watch *v1beta1.PodDisruptionBudget: failed to list *v1beta1.PodDisruptionBudget: the "
        + "server could not find the requested resource", "api_version_removed Deployment/shop/web")]
    [InlineData("2026-05-04T11:58:00Z forbidden: User \"system:serviceaccount:shop:robot\" cannot get path \"/metrics\"",
        "rbac_forbidden Deployment/shop/web")]
    [InlineData("2026-05-03T11:58:00Z pods is forbidden: User \"system:serviceaccount:shop:robot\" cannot list resource \"pods\" in API group \"\"",
        "nothing")]
    public void What_the_API_server_said_lately_to_a_running_application(string line, string answer) =>
        Assert.Equal(answer, Web().Running("web").Log("web-6f4-aaaaa", line).Answer());

    [Fact]
    public void A_namespace_that_a_finalizer_holds_is_said_to_be_held() => Assert.Contains(
        "finalizer",
        Web().With(snapshot => snapshot with
        {
            Namespaces =
            [
                new()
                {
                    Metadata = new() { Name = "shop" },
                    Status = new()
                    {
                        Phase = "Terminating",
                        Conditions =
                        [
                            new() { Type = "NamespaceContentRemaining", Status = "True", Message = "queues.example has 2 resource instances" },
                            new() { Type = "NamespaceFinalizersRemaining", Status = "True", Message = "example/cleanup in 2 resource instances" },
                        ],
                    },
                },
            ],
        }).Says(),
        StringComparison.Ordinal);

    [Fact]
    public void A_claim_on_its_way_out_keeps_its_pod_from_every_node() => Assert.Equal(
        "finalizer_blocks_deletion PersistentVolumeClaim/shop/data",
        new ClusterSketch().Deployment("db", spec: Mount("data")).Node("n1")
            .Unplaced("db", "0/1 nodes are available: persistentvolumeclaim \"data\" is being deleted.")
            .With(snapshot => snapshot with
            {
                Claims =
                [
                    new()
                    {
                        Metadata = new()
                        {
                            Name = "data", NamespaceProperty = "shop", DeletionTimestamp = ClusterSketch.Now.AddMinutes(-30),
                            Finalizers = ["kubernetes.io/pvc-protection"],
                        },
                        Spec = new() { VolumeName = "pv-1" }, Status = new() { Phase = "Bound" },
                    },
                ],
            }).Answer());
}
