using System.Diagnostics;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Disks;

/// <summary>A data folder on a disk that a test can make refuse.</summary>
internal abstract class SmallDisk : IDisposable
{
    /// <summary>What it is, for the test's output.</summary>
    public abstract string Description { get; }

    public abstract string Folder { get; }

    /// <summary>Settings that a server on this disk needs.</summary>
    public virtual SiloSettings Settings => new() { DataDirectory = Path.Combine(Folder, "data") };

    /// <summary>From now on nothing more can be written.</summary>
    public abstract void Refuse(int processId);

    /// <summary>Undoes <see cref="Refuse"/>.</summary>
    public abstract void Relent(int processId);

    public abstract void Dispose();

    /// <summary>A mounted disk where mounting is allowed, else a limit on the size of files, which fails the same writes.</summary>
    public static SmallDisk Create() => MountedDisk.TryMount() is { } disk ? disk : new FileSizeLimit();

    internal static (int Code, string Output) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output.Trim());
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return (-1, error.Message);
        }
    }
}
