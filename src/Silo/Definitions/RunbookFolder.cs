using AiSre.Grains.Workflows;

namespace AiSre.Silo.Definitions;

/// <summary>
/// Puts approved runbooks into the operator's folder. Written beside and moved into place, so that whoever reads the folder meanwhile sees all of a
/// file or none. Where definitions do not come from files, or nobody may write them, nothing is lost: the ledger has it.
/// </summary>
internal sealed partial class RunbookFolder(DefinitionsFolder folder, DefinitionFiles files, ILogger<RunbookFolder> log) : IRunbookFiles
{
    public async ValueTask<bool> WriteAsync(string path, string text)
    {
        // A first file would put files in the place of what the workspace has been given by the API.
        if (!files.HasFiles) return false;
        var target = Path.GetFullPath(Path.Combine(folder.Path, path));
        // The id was checked; this is for whoever forgets to.
        if (!target.StartsWith(Path.GetFullPath(folder.Path) + Path.DirectorySeparatorChar, StringComparison.Ordinal)) return false;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var beside = $"{target}.{Guid.NewGuid():N}.tmp";
            await File.WriteAllTextAsync(beside, text);
            File.Move(beside, target, overwrite: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnwritten(log, target, exception.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The runbook is kept in the ledger only; {File} cannot be written: {Reason}")]
    private static partial void LogUnwritten(ILogger log, string file, string reason);
}
