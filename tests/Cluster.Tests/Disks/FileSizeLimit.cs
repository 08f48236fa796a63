using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Disks;

/// <summary>For machines where tests may not mount: the kernel fails every write of the server to a file, as if the disk were full.</summary>
internal sealed class FileSizeLimit : SmallDisk
{
    private readonly TempFolder folder = new();

    public override string Description => "limit on the size of files (mounting is not allowed here)";

    public override string Folder => folder.Path;

    public override SiloSettings Settings => base.Settings with
    {
        SurvivesFileSizeLimit = true,
        // The runtime would otherwise keep its code in a file of its own that grows.
        Environment = new Dictionary<string, string> { ["DOTNET_EnableWriteXorExecute"] = "0" },
    };

    public override void Refuse(int processId) => Limit(processId, "0");

    public override void Relent(int processId) => Limit(processId, "unlimited");

    public override void Dispose() => folder.Dispose();

    // The soft limit only: an ordinary user could not raise the hard one again.
    private static void Limit(int processId, string bytes)
    {
        var (code, output) = Run("prlimit", $"--pid={processId}", $"--fsize={bytes}:");
        if (code != 0) throw new InvalidOperationException($"Neither mount nor prlimit works here, so no disk can be made to refuse: {output}");
    }
}
