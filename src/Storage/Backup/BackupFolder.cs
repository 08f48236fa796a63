using System.Security.Cryptography;
using System.Text.Json;
using AiSre.Storage.Files;

namespace AiSre.Storage.Backup;

/// <summary>The folder of one backup.</summary>
internal sealed class BackupFolder(string path)
{
    private const string ManifestName = "manifest.json";

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A backup never mixes with what lies there already.</summary>
    public void Create()
    {
        if (Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).Any())
            throw new BackupRefusedException($"{Path} is not empty: name a new folder for each backup.");
        FileRights.MakeFolder(Path);
    }

    /// <summary>Writes the manifest; from here on it is a backup.</summary>
    public async Task<BackupManifest> SealAsync(BackupManifest manifest)
    {
        var files = new List<BackupFile>();
        foreach (var file in new DirectoryInfo(Path).GetFiles().OrderBy(static file => file.Name, StringComparer.Ordinal))
            files.Add(new(file.Name, file.Length, await HashAsync(file.FullName)));
        var complete = manifest with { Files = files };
        await using (var stream = new FileStream(File($"{ManifestName}.next"), FileMode.CreateNew, FileAccess.Write))
        {
            await JsonSerializer.SerializeAsync(stream, complete, BackupJson.Default.BackupManifest);
            stream.Flush(flushToDisk: true);
        }
        System.IO.File.Move(File($"{ManifestName}.next"), File(ManifestName));
        return complete;
    }

    /// <summary>Reads the manifest and every file that it names; whatever is not as it was written is refused.</summary>
    public async Task<BackupManifest> VerifyAsync()
    {
        var manifest = await ReadAsync();
        foreach (var file in manifest.Files)
        {
            var here = new FileInfo(File(file.Name));
            if (!here.Exists) throw new BackupRefusedException($"The backup is damaged: {here.FullName} is missing.");
            if (here.Length != file.Bytes || await HashAsync(here.FullName) != file.Sha256)
                throw new BackupRefusedException($"The backup is damaged: {here.FullName} is not as it was written (its checksum differs).");
        }
        return manifest;
    }

    private async Task<BackupManifest> ReadAsync()
    {
        if (!System.IO.File.Exists(File(ManifestName)))
            throw new BackupRefusedException($"There is no complete backup in {Path}: it has no {ManifestName}.");
        try
        {
            await using var stream = System.IO.File.OpenRead(File(ManifestName));
            return await JsonSerializer.DeserializeAsync(stream, BackupJson.Default.BackupManifest)
                ?? throw new BackupRefusedException($"The backup is damaged: {File(ManifestName)} is empty.");
        }
        catch (JsonException exception)
        {
            throw new BackupRefusedException($"The backup is damaged: {File(ManifestName)} cannot be read ({exception.Message}).");
        }
    }

    private static async Task<string> HashAsync(string file)
    {
        await using var stream = System.IO.File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream));
    }
}
