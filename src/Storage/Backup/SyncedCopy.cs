namespace AiSre.Storage.Backup;

internal static class SyncedCopy
{
    /// <summary>The copy is on the disk, as a whole, before it has its name.</summary>
    public static void Of(string from, string to)
    {
        var next = $"{to}.next";
        using (var source = File.OpenRead(from))
        using (var copy = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            source.CopyTo(copy);
            copy.Flush(flushToDisk: true);
        }
        File.Move(next, to, overwrite: true);
    }
}
