namespace AiSre.Grains.Workflows;

/// <summary>The operator's folder, where approved runbooks are put so that they can be read, edited and kept under version control.</summary>
public interface IRunbookFiles
{
    /// <summary>Writes all of a file or nothing. A folder that cannot be written is no mistake: the ledger has it.</summary>
    /// <param name="path">Below the folder of definitions.</param>
    /// <param name="text">All of it.</param>
    /// <returns>Whether there is such a file now.</returns>
    ValueTask<bool> WriteAsync(string path, string text);
}

/// <summary>There is no folder.</summary>
internal sealed class NoRunbookFiles : IRunbookFiles
{
    public ValueTask<bool> WriteAsync(string path, string text) => new(false);
}
