using k8s.Models;

namespace AiSre.Diagnosis.Tests;

public sealed class StorageRulesTests
{
    private const string Unbound = "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.";

    private static ClusterSketch Db(V1PersistentVolumeClaim? claim = null, V1PersistentVolume? volume = null, params V1StorageClass[] classes) =>
        new ClusterSketch().Deployment("db", spec: AdmissionRulesTests.Mount("data")).Unplaced("db", Unbound).Node("n1")
            .With(snapshot => snapshot with
        {
            Claims = claim is null ? [] : [claim], Volumes = volume is null ? [] : [volume], StorageClasses = [.. classes],
        });

    private static V1PersistentVolumeClaim Claim(
        string? storageClass = "", string size = "1Gi", string mode = "ReadWriteOnce", string phase = "Pending") => new()
    {
        Metadata = new() { Name = "data", NamespaceProperty = "shop", CreationTimestamp = ClusterSketch.Now.AddMinutes(-20) },
        Spec = new()
        {
            StorageClassName = storageClass, AccessModes = [mode],
            Resources = new() { Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = new(size) } },
        },
        Status = new() { Phase = phase },
    };

    private static V1PersistentVolume Volume(string storageClass = "", string size = "1Gi", string phase = "Available", string? takenBy = null) =>
        new()
    {
        Metadata = new() { Name = "pv-1", Labels = new Dictionary<string, string> { ["disk"] = "hdd" } },
        Spec = new()
        {
            StorageClassName = storageClass, AccessModes = ["ReadWriteOnce"], Capacity = new Dictionary<string,
            ResourceQuantity> { ["storage"] = new(size) },
            ClaimRef = takenBy is null ? null : new() { Name = takenBy, NamespaceProperty = "shop" },
        },
        Status = new() { Phase = phase },
    };

    private static V1StorageClass Class(string name, bool isDefault = false, string provisioner = "csi.example") => new()
    {
        Metadata = new()
        {
            Name = name,
            Annotations = isDefault ? new Dictionary<string, string> { ["storageclass.kubernetes.io/is-default-class"] = "true" } : null,
        },
        Provisioner = provisioner,
    };

    [Fact]
    public void The_volume_that_nearly_fits_shows_what_is_wrong_with_the_claim()
    {
        Assert.Equal("pvc_capacity_mismatch Deployment/shop/db", Db(Claim(size: "3Gi"), Volume()).Answer());
        Assert.Equal("pvc_access_mode_mismatch Deployment/shop/db", Db(Claim(mode: "ReadWriteMany"), Volume()).Answer());
        Assert.Equal("pvc_storage_class_mismatch Deployment/shop/db",
            Db(Claim("manual"), Volume(), Class("manual", provisioner: "kubernetes.io/no-provisioner")).Answer());
        Assert.Equal("pv_binding_occupied Deployment/shop/db", Db(Claim(), Volume(phase: "Bound", takenBy: "other")).Answer());
        Assert.Equal("pv_released Deployment/shop/db", Db(Claim(), Volume(phase: "Released", takenBy: "old")).Answer());
        var choosy = Claim();
        choosy.Spec.Selector = new() { MatchLabels = new Dictionary<string, string> { ["disk"] = "ssd" } };
        Assert.Equal("pvc_selector_mismatch Deployment/shop/db", Db(choosy, Volume()).Answer());
    }

    [Fact]
    public void A_class_that_does_not_exist_or_no_default_one()
    {
        Assert.Equal("pvc_storage_class_mismatch Deployment/shop/db", Db(Claim("fast"), Volume(), Class("slow")).Answer());
        Assert.Equal("default_storage_class_missing Deployment/shop/db", Db(Claim(null), null, Class("slow")).Answer());
        Assert.Equal("default_storage_class_ambiguous Deployment/shop/db", Db(Claim(null), null, Class("a", true), Class("b", true)).Answer());
        Assert.Equal("persistent_volume_missing Deployment/shop/db", Db(Claim()).Answer());
        Assert.Equal("pvc_missing Deployment/shop/db", Db().Answer());
    }

    [Fact]
    public void A_claim_that_waits_for_its_pod_is_no_fault()
    {
        var late = Class("late");
        late.VolumeBindingMode = "WaitForFirstConsumer";
        Assert.Equal("nothing", new ClusterSketch().With(snapshot => snapshot with { Claims = [Claim("late")], StorageClasses = [late] }).Answer());
    }

    [Fact]
    public void A_claim_whose_volume_is_gone_is_lost()
    {
        var lost = Claim(phase: "Lost");
        lost.Spec.VolumeName = "pv-9";
        Assert.Equal("pvc_lost Deployment/shop/db", Db(lost).Answer());
    }

    [Fact]
    public void A_volume_that_failed_is_the_cause_of_its_claim()
    {
        var claim = Claim(phase: "Bound");
        claim.Spec.VolumeName = "pv-1";
        var volume = Volume(phase: "Failed", takenBy: "data");
        volume.Status.Message = "error getting deleter volume plugin";
        Assert.Equal("pv_failed Deployment/shop/db", Db(claim, volume).Answer());
    }

    [Fact]
    public void A_provisioner_that_fails_or_does_not_answer()
    {
        Assert.Equal(
            "volume_provisioning_failed Deployment/shop/db",
            Db(Claim("fast"), null, Class("fast")).Event(
                "PersistentVolumeClaim", "data", "ProvisioningFailed",
                "failed to provision volume with StorageClass \"fast\": rpc error: code = ResourceExhausted desc = quota").Answer());
        Assert.Equal(
            "volume_provisioner_down Deployment/shop/db",
            Db(Claim("fast"), null, Class("fast")).Event(
                "PersistentVolumeClaim", "data", "ExternalProvisioning",
                "Waiting for a volume to be created either by the external provisioner 'csi.example' or manually by the system administrator.",
                type: "Normal").Answer());
    }

    [Theory]
    [InlineData("FailedAttachVolume", "Multi-Attach error for volume \"pvc-1\" Volume is already used by pod(s) db-5c9-b9v5w", "volume_multi_attach")]
    [InlineData("FailedAttachVolume",
        "Multi-Attach error for volume \"pvc-1\" Volume is already exclusively attached to one node and can't be attached to another",
        "volume_multi_attach")]
    [InlineData("FailedAttachVolume", "AttachVolume.Attach failed for volume \"pvc-1\" : rpc error: code = NotFound desc = volume vol-1 not found",
        "volume_attach_failed")]
    [InlineData("FailedMount", "MountVolume.MountDevice failed for volume \"pvc-1\" : kubernetes.io/csi: attacher.MountDevice failed to create "
        + "newCsiDriverClient: driver name csi.example not found in the list of registered CSI drivers", "csi_driver_missing")]
    [InlineData("FailedMount", "MountVolume.SetUp failed for volume \"nfs\" : mount failed: exit status 32 Output: mount.nfs: access denied by "
        + "server while mounting 10.0.0.3:/export", "volume_mount_permission_denied")]
    [InlineData("FailedMount", "MountVolume.SetUp failed for volume \"host\" : hostPath type check failed: /mnt/data is not a directory",
        "volume_mount_failed")]
    [InlineData("FailedMount", "MountVolume.SetUp failed for volume \"nfs\" : mount failed: exit status 32 Output: mount.nfs: Connection timed out",
        "volume_mount_failed")]
    [InlineData("FailedMount", "Unable to attach or mount volumes: unmounted volumes=[data]: timed out waiting for the condition",
        "volume_mount_failed")]
    public void A_volume_that_cannot_be_attached_or_mounted(string reason, string message, string cause) => Assert.Equal(
        $"{cause} Deployment/shop/db",
        new ClusterSketch().Deployment("db").Waiting("db", "ContainerCreating").Event("Pod", "db-6f4-aaaaa", reason, message, 20).Answer());

    [Fact]
    public void A_mount_that_failed_before_the_pod_ran_is_no_cause() => Assert.Equal(
        "nothing",
        new ClusterSketch().Deployment("db").Running("db")
            .Event("Pod", "db-6f4-aaaaa", "FailedMount",
                "MountVolume.SetUp failed for volume \"kube-api-access\" : failed to sync configmap cache: timed out", 9).Answer());

    [Theory]
    [InlineData("# Fatal error: can't open the RDB file dump.rdb for reading: Permission denied", "volume_mount_permission_denied")]
    [InlineData("mkdir: cannot create directory '/data/db': Permission denied", "volume_mount_permission_denied")]
    [InlineData("Error: EACCES: permission denied, open '/data/state.json'", "volume_mount_permission_denied")]
    [InlineData("PANIC:  could not write to file \"pg_wal/xlogtemp.88\": No space left on device", "volume_full")]
    [InlineData("java.io.IOException: No space left on device", "volume_full")]
    public void What_the_log_says_of_the_volume(string line, string cause) => Assert.Equal(
        $"{cause} Deployment/shop/db",
        new ClusterSketch().Deployment("db", spec: AdmissionRulesTests.Mount("data")).Waiting("db", "CrashLoopBackOff", exitCode: 1)
            .Log("db-6f4-aaaaa", line)
            .With(snapshot => snapshot with { Claims = [Claim(phase: "Bound")] }).Answer());

    [Fact]
    public void A_table_that_may_not_be_read_is_no_volume() => Assert.DoesNotContain(
        "volume",
        new ClusterSketch().Deployment("db", spec: AdmissionRulesTests.Mount("data")).Waiting("db", "CrashLoopBackOff", exitCode: 1)
            .Log("db-6f4-aaaaa", "ERROR: permission denied for table orders").With(snapshot => snapshot with { Claims = [Claim(phase: "Bound")] })
                .Answer(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. ", 5,
        "ephemeral_storage_limit_exceeded Deployment/shop/db")]
    [InlineData("Usage of EmptyDir volume \"cache\" exceeds the limit \"500Mi\". ", 5, "ephemeral_storage_limit_exceeded Deployment/shop/db")]
    [InlineData("Usage of EmptyDir volume \"cache\" exceeds the limit \"500Mi\". ", 300, "nothing")]
    public void A_pod_evicted_for_its_own_storage_lately(string message, int minutesAgo, string answer) => Assert.Equal(
        answer,
        new ClusterSketch().Deployment("db").Pod("db", change: pod => pod.Status = new() { Phase = "Failed", Reason = "Evicted", Message = message })
            .Event("Pod", "db-6f4-aaaaa", "Evicted", message, minutesAgo).Answer());

    [Fact]
    public void Two_default_classes_let_nobody_make_a_claim() => Assert.Equal(
        "default_storage_class_ambiguous Deployment/shop/db",
        new ClusterSketch().Deployment("db").Refused("db", "create Claim data-db-0 for Pod db-0 in StatefulSet db failed error: "
            + "persistentvolumeclaims \"data-db-0\" is forbidden: Internal error occurred: 2 default StorageClasses were found").Answer());

    [Fact]
    public void A_claim_that_no_node_has_a_volume_for()
    {
        var local = Class("local", provisioner: "kubernetes.io/no-provisioner");
        local.VolumeBindingMode = "WaitForFirstConsumer";
        Assert.Equal(
            "persistent_volume_missing Deployment/shop/db",
            new ClusterSketch().Deployment("db", spec: AdmissionRulesTests.Mount("data")).Node("n1")
                .Unplaced("db", "0/1 nodes are available: 1 node(s) didn't find available persistent volumes to bind.")
                .With(snapshot => snapshot with { Claims = [Claim("local")], Volumes = [Volume("local")], StorageClasses = [local] }).Answer());
    }

    [Fact]
    public void A_claim_is_lost_with_the_only_volume_of_the_cluster()
    {
        var claim = Claim(phase: "Bound");
        claim.Spec.VolumeName = "pv-9";
        Assert.Equal(
            "pvc_lost Deployment/shop/db",
            new ClusterSketch().Deployment("db", spec: AdmissionRulesTests.Mount("data")).Node("n1")
                .Unplaced("db", "0/1 nodes are available: persistentvolumeclaim \"data\" bound to non-existent persistentvolume \"pv-9\".")
                .With(snapshot => snapshot with { Claims = [claim] }).Answer());
    }

    [Theory]
    [InlineData("MountVolume.NewMounter initialization failed for volume \"disk\" : path \"/mnt/disks/a\" does not exist", "does not exist")]
    [InlineData("MountVolume.NodeAffinity check failed for volume \"disk\" : no matching NodeSelectorTerms", "NodeSelectorTerms")]
    [InlineData("MountVolume.SetUp failed for volume \"nfs\" : mount failed: exit status 32\nMounting command: mount\nMounting arguments: -t nfs "
        + "10.0.0.3:/export /x\nOutput: mount.nfs: Connection timed out\n", "mount.nfs: Connection timed out")]
    public void A_mount_that_fails_is_told_in_the_words_that_say_why(string message, string why)
    {
        var db = new ClusterSketch().Deployment("db").Waiting("db", "ContainerCreating").Event("Pod", "db-6f4-aaaaa", "FailedMount", message, 20);
        Assert.Equal("volume_mount_failed Deployment/shop/db", db.Answer());
        Assert.Contains(why, db.Says(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-05-04T11:58:00Z ERROR open /data/state.json: permission denied", "volume_mount_permission_denied Deployment/shop/db")]
    [InlineData("2026-05-04T11:58:00Z ERROR open /etc/other: permission denied", "nothing")]
    [InlineData("2026-05-03T11:58:00Z ERROR write /data/state.json: no space left on device", "nothing")]
    public void A_running_application_says_of_the_path_of_its_volume(string line, string answer) => Assert.Equal(
        answer,
        new ClusterSketch().Deployment("db", spec: spec =>
        {
            AdmissionRulesTests.Mount("data")(spec);
            spec.Containers[0].VolumeMounts = [new() { Name = "data", MountPath = "/data" }];
        }).Running("db").Log("db-6f4-aaaaa", line).With(snapshot => snapshot with { Claims = [Claim(phase: "Bound")] }).Answer());

    [Theory]
    [InlineData(5, "ephemeral_storage_limit_exceeded Deployment/shop/db")]
    [InlineData(300, "nothing")]
    public void A_pod_evicted_for_its_own_storage_says_so_itself(int minutesAgo, string answer) => Assert.Equal(
        answer,
        new ClusterSketch().Deployment("db").Pod("db", change: pod => pod.Status = new()
        {
            Phase = "Failed", Reason = "Evicted", Message = "Container app exceeded its local ephemeral storage limit \"1Gi\". ",
            Conditions = [new() { Type = "DisruptionTarget", Status = "True", LastTransitionTime = ClusterSketch.Now.AddMinutes(-minutesAgo) }],
        }).Answer());

    [Theory]
    [InlineData("n2", true, null, "volume_multi_attach Deployment/shop/db")]
    [InlineData("n1", false, "rpc error: code = Internal desc = could not attach volume vol-1", "volume_attach_failed Deployment/shop/db")]
    [InlineData("n1", true, null, "nothing")]
    public void An_attachment_tells_what_the_events_no_longer_say(string node, bool isAttached, string? error, string answer)
    {
        var claim = Claim(phase: "Bound");
        claim.Spec.VolumeName = "pv-1";
        Assert.Equal(answer, new ClusterSketch().Deployment("db", spec: AdmissionRulesTests.Mount("data")).Waiting("db", "ContainerCreating")
            .With(snapshot => snapshot with
            {
                Claims = [claim], Volumes = [Volume(phase: "Bound", takenBy: "data")],
                VolumeAttachments =
                [
                    new()
                    {
                        Metadata = new() { Name = "csi-1" },
                        Spec = new() { Attacher = "csi.example", NodeName = node, Source = new() { PersistentVolumeName = "pv-1" } },
                        Status = new() { Attached = isAttached, AttachError = error is null ? null : new() { Message = error } },
                    },
                ],
            }).Answer());
    }
}
