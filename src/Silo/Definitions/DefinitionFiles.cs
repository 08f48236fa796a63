using AiSre.Domain;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Grains.Definitions;
using Prometheus;

namespace AiSre.Silo.Definitions;

/// <summary>
/// Brings the operator's files to the workspace <c>default</c>: at the start, and whenever their content changes. It compares content, not times,
/// because Kubernetes exchanges whole folders by a link. When they are wrong, what was in force stays.
/// </summary>
internal sealed partial class DefinitionFiles(
    DefinitionsFolder folder, FolderContent start, EnvironmentVariable environment, IGrainFactory grains, IHostApplicationLifetime host,
        TimeProvider clock, ILogger<DefinitionFiles> log)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <summary>Somebody may be writing: what is the same twice is taken to be all of it.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(200);

    private static readonly Gauge Valid =
        Metrics.CreateGauge("ai_sre_definitions_valid",
            "1 while the definition files of this silo are right, 0 while they are wrong and earlier definitions stay in force.");

    private readonly string actor = $"files of {Environment.MachineName}";
    private FolderContent seen = start;
    private bool told;
    private bool hadFiles = !start.Documents.IsEmpty;
    private volatile IReadOnlyList<DefinitionProblem> problems = [];

    /// <summary>What is wrong with the files as they are now.</summary>
    public IReadOnlyList<DefinitionProblem> Problems => problems;

    /// <summary>There were files at some time since the start.</summary>
    public bool HasFiles => hadFiles;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Valid.Set(1);
        // Before the silo has joined there is no grain to tell; the files are in force on this silo all the same.
        using var started = CancellationTokenSource.CreateLinkedTokenSource(host.ApplicationStarted, stoppingToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, started.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogUntold(log, exception.Message);
            }
            await Task.Delay(Period, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        var now = folder.Read();
        if (!now.Equals(seen))
        {
            await Task.Delay(Settling, clock, cancellation);
            if (!folder.Read().Equals(now)) return;
            (seen, told) = (now, false);
            Judge(now);
        }
        if (told) return;
        await TellAsync();
        told = true;
    }

    private void Judge(FolderContent content)
    {
        var reading = folder.Check(content, name => environment(name));
        IReadOnlyList<DefinitionProblem> found = reading.Problems;
        if (content.Documents.IsEmpty && content.Problems.IsEmpty && hadFiles)
            found = [new(folder.Path, 1, 1, "All definition files are gone; to have none, start without them.")];
        hadFiles |= !content.Documents.IsEmpty;
        problems = found;
        Valid.Set(found.Count == 0 ? 1 : 0);
        foreach (var problem in found) LogWrong(log, problem.ToString());
    }

    private async Task TellAsync()
    {
        var grain = grains.GetGrain<IDefinitionsGrain>(DefaultWorkspace.Id);
        if (problems is { Count: > 0 } wrong)
        {
            await grain.RefuseFilesAsync([.. wrong], actor);
        }
        else if (seen.Documents.IsEmpty)
        {
            await grain.ReleaseFilesAsync(actor);
        }
        else
        {
            var outcome = await grain.PutFilesAsync(seen.Documents, actor);
            // Right here and wrong there: the silo that keeps the definitions has another environment.
            foreach (var problem in outcome.Problems) LogWrong(log, problem.ToString());
            if (outcome.Result is DefinitionsResult.Wrong) problems = outcome.Problems;
            else if (outcome.Result is DefinitionsResult.Accepted) LogAccepted(log, outcome.Revision, seen.Documents.Length);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Definitions are wrong, what was in force stays: {Problem}")]
    private static partial void LogWrong(ILogger log, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Definitions: revision {Revision} from {Files} files is in force.")]
    private static partial void LogAccepted(ILogger log, int revision, int files);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The definition files could not be brought to the cluster yet: {Reason}")]
    private static partial void LogUntold(ILogger log, string reason);
}
