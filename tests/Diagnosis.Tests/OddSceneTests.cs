using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Rules;
using AiSre.Diagnosis.Scenes;
using CsCheck;
using k8s.Models;

namespace AiSre.Diagnosis.Tests;

public sealed class OddSceneTests
{
    [Fact]
    public void No_rule_fails_on_objects_that_lack_what_they_should_have() => Gen.Int.Sample(
        seed =>
        {
            var faults = new List<string>();
            _ = new Engine(RuleBook.All).Explain(Scene(seed), (rule, fault) =>
            {
                if (fault is not UncarriedClaimException) faults.Add($"{rule.Cause}: {fault}");
            });
            Assert.Empty(faults);
        },
        iter: Iterations);

    [Fact]
    public void A_rule_that_fails_says_nothing_and_silences_no_other()
    {
        var broken = Rule("broken", scene => scene.Cluster.Pods.Select<V1Pod, Finding>(_ => throw new InvalidOperationException("odd")));
        var sound = Rule("sound", scene =>
            [Found.At(new("Namespace", "", "shop"), 0.9, Statement.That($"It is said.", Sighting.Of(scene.Symptom)))]);
        var faults = new List<(Rule, string)>();

        var report = new Engine([broken, sound]).Explain(
            new ClusterSketch().Deployment("web").Running("web").Scene(), (rule, fault) => faults.Add((rule, fault.Message)));

        Assert.Equal("sound", Assert.Single(report.Hypotheses).Cause);
        Assert.Equal([(broken, "odd")], faults);
    }

    private static long Iterations => long.TryParse(Environment.GetEnvironmentVariable("AI_SRE_TEST_ODD_SCENES"), out var many) ? many : 10;

    private static Rule Rule(string cause, Func<Scene, IEnumerable<Finding>> see) => new(cause, see)
    {
        Needs = [], LooksAt = "everything", Advice = "Mend it.", Expected = "It is well.",
    };

    private static Scene Scene(int seed)
    {
        var odd = new OddObjects(seed);
        return new(
            new() { Title = "web is slow", Namespace = "shop", Service = "web", StartedAt = new(ClusterSketch.Now.AddMinutes(-10)) },
            new()
            {
                Cluster = "odd", At = new(ClusterSketch.Now), Customs = odd.Customs(),
                Namespaces = odd.Some<V1Namespace>(), Pods = odd.Some<V1Pod>(),
                Deployments = odd.Some<V1Deployment>(), ReplicaSets = odd.Some<V1ReplicaSet>(),
                StatefulSets = odd.Some<V1StatefulSet>(), DaemonSets = odd.Some<V1DaemonSet>(),
                Jobs = odd.Some<V1Job>(), CronJobs = odd.Some<V1CronJob>(), Events = odd.Some<Corev1Event>(),
                Services = odd.Some<V1Service>(), Endpoints = odd.Some<V1Endpoints>(),
                EndpointSlices = odd.Some<V1EndpointSlice>(), Ingresses = odd.Some<V1Ingress>(),
                IngressClasses = odd.Some<V1IngressClass>(), NetworkPolicies = odd.Some<V1NetworkPolicy>(),
                ConfigMaps = odd.Some<V1ConfigMap>(), ServiceAccounts = odd.Some<V1ServiceAccount>(),
                ResourceQuotas = odd.Some<V1ResourceQuota>(), Claims = odd.Some<V1PersistentVolumeClaim>(),
                Volumes = odd.Some<V1PersistentVolume>(), StorageClasses = odd.Some<V1StorageClass>(),
                VolumeAttachments = odd.Some<V1VolumeAttachment>(), Nodes = odd.Some<V1Node>(),
                Leases = odd.Some<V1Lease>(), Autoscalers = odd.Some<V2HorizontalPodAutoscaler>(),
                DisruptionBudgets = odd.Some<V1PodDisruptionBudget>(), Roles = odd.Some<V1Role>(),
                RoleBindings = odd.Some<V1RoleBinding>(), ClusterRoles = odd.Some<V1ClusterRole>(),
                ValidatingWebhooks = odd.Some<V1ValidatingWebhookConfiguration>(),
                MutatingWebhooks = odd.Some<V1MutatingWebhookConfiguration>(), ApiServices = odd.Some<V1APIService>(),
            },
            [
                new("shop", "web-1", "app", false,
                [
                    "Error: dial tcp: lookup db: no such host", "403 Forbidden http://web:80", "x509: certificate has expired",
                    "RBAC: access denied", "Access denied for user 'web'@'db'", "OOM", "connection reset by peer",
                ]),
                new("", "", "", true, [""]),
            ],
            [
                new("latency", new("Service", "shop", "web"), 0.1, 2, 1, 0, 3, default, default),
                new("cpu", new("Node", "", "n1"), 0, 9, 5, 0, 9, default, default),
            ]);
    }
}
