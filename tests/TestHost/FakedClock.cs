using System.Globalization;

namespace AiSre.TestHost;

/// <summary>
/// A calendar's clock that a test moves under a running process, by libfaketime. The monotonic clock is untouched, as when a person sets the time or
/// NTP corrects it.
/// </summary>
public sealed class FakedClock : IDisposable
{
    private readonly TempFolder folder = new();

    public FakedClock() => Set(TimeSpan.Zero);

    /// <summary>Null where it is not installed.</summary>
    public static string? Library { get; } =
        Directory.Exists("/usr/lib") ? Directory.EnumerateDirectories("/usr/lib", "faketime", new EnumerationOptions { RecurseSubdirectories = true,
            MaxRecursionDepth = 2, IgnoreInaccessible = true })
            .Select(static folder => Path.Combine(folder, "libfaketimeMT.so.1")).FirstOrDefault(File.Exists) : null;

    /// <summary>What a process must be started with.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = Library ?? throw new InvalidOperationException("faketime is not installed."),
        ["FAKETIME_TIMESTAMP_FILE"] = OffsetFile,
        ["FAKETIME_CACHE_DURATION"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        ["FAKETIME_DONT_RESET"] = "1",
    };

    private string OffsetFile => folder.File("offset");

    /// <summary>How far the clock is from the right time, from within a second on.</summary>
    public void Set(TimeSpan offset)
    {
        // In place of the old file, so that nobody reads half of one.
        var seconds = offset.TotalSeconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture);
        File.Move(folder.Write("next", seconds), OffsetFile, overwrite: true);
    }

    public void Dispose() => folder.Dispose();
}
