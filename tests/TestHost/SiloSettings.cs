namespace AiSre.TestHost;

/// <summary>How a test wants the server to be started.</summary>
public sealed record SiloSettings
{
    /// <summary>Where the files live; a temporary folder when null. A folder given here is left alone afterwards.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Variables that override the ones that the host sets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Debug or Release; that of the running program when null.</summary>
    public string? Configuration { get; init; }

    /// <summary>The folder of another checkout whose server is started; null for this one's.</summary>
    public string? Checkout { get; init; }

    /// <summary>
    /// Lets a write beyond the file size limit fail with an error, as on a full disk, where the signal that comes with it would end
    /// the process. For machines that do not let tests mount a small disk.
    /// </summary>
    public bool SurvivesFileSizeLimit { get; init; }
}
