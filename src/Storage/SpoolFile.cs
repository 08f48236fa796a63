using System.Text;
using System.Text.Json;
using AiSre.Grains.Alerts;

namespace AiSre.Storage;

/// <summary>The spool as a file of JSON lines.</summary>
public static class SpoolFile
{
    public const string Name = "spool.jsonl";

    /// <summary>Lines that nobody could read.</summary>
    public const string Aside = "spool.jsonl.unreadable";

    /// <summary>What is in the file; nothing where there is none.</summary>
    public static SpoolContent Read(string path)
    {
        var (deliveries, unreadable) = (new List<SpooledDelivery>(), new List<string>());
        if (!File.Exists(path)) return new(deliveries, unreadable, IsWhole: true);
        var last = "";
        foreach (var line in File.ReadLines(path, Encoding.UTF8).Where(static line => line.Length > 0))
        {
            if (Parse(line) is { } delivery) deliveries.Add(delivery);
            else unreadable.Add(line);
            last = line;
        }
        var whole = unreadable.Count == 0;
        // A last line that a crash cut short was never acknowledged.
        if (!whole && ReferenceEquals(last, unreadable[^1]) && !EndsWithLineBreak(path)) unreadable.RemoveAt(unreadable.Count - 1);
        return new(deliveries, unreadable, whole);
    }

    /// <summary>Makes the file anew, or none where nothing waits.</summary>
    public static void Write(string path, IReadOnlyList<SpooledDelivery> deliveries)
    {
        if (deliveries.Count == 0)
        {
            File.Delete(path);
            return;
        }
        var next = $"{path}.next";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            foreach (var delivery in deliveries) file.Write(Line(delivery));
            file.Flush(flushToDisk: true);
        }
        File.Move(next, path, overwrite: true);
    }

    /// <summary>Adds lines to the file of those that nobody could read.</summary>
    public static void SetAside(string path, IReadOnlyList<string> lines)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write);
        foreach (var line in lines) file.Write(Encoding.UTF8.GetBytes($"{line}\n"));
        file.Flush(flushToDisk: true);
    }

    internal static byte[] Line(SpooledDelivery delivery) =>
        [(byte)'\n', .. JsonSerializer.SerializeToUtf8Bytes(delivery, SpoolJson.Default.SpooledDelivery), (byte)'\n'];

    private static bool EndsWithLineBreak(string path)
    {
        using var file = File.OpenRead(path);
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n';
    }

    private static SpooledDelivery? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, SpoolJson.Default.SpooledDelivery);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a spool's file holds.</summary>
/// <param name="Deliveries">Oldest first.</param>
/// <param name="Unreadable">Lines that are no delivery, and were acknowledged.</param>
/// <param name="IsWhole">Every line is a delivery.</param>
public sealed record SpoolContent(List<SpooledDelivery> Deliveries, IReadOnlyList<string> Unreadable, bool IsWhole);
