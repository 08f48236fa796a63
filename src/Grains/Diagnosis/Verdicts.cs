using System.Collections.Immutable;
using AiSre.Domain.Diagnosis;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Diagnosis;

/// <summary>What diagnoses leave for calibration, and what that says of the next one.</summary>
public sealed partial class Verdicts(IGrainFactory grains, ILogger<Verdicts> log)
{
    /// <summary>Of the documents, which lie beside those of the diagnoses: those are large.</summary>
    public const string Kind = "diagnosis-verdict";

    public static ImmutableArray<Attachment> Attachments(DiagnosisVerdict verdict) =>
        [new(Kind, verdict.IncidentId, DocumentText.Write(verdict))];

    /// <summary>What people have said of each cause for a service; nothing where nobody can be asked: then rules count as they are.</summary>
    public async Task<ImmutableArray<CauseCounts>> CountsAsync(string workspace, string service)
    {
        if (service.Length == 0) return [];
        try
        {
            return await grains.GetGrain<ICalibrationGrain>(workspace).CountsAsync(service);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException || LedgerFailure.Is(exception))
        {
            LogUnheard(log, workspace, exception);
            return [];
        }
    }

    /// <summary>One is stored. Whoever counts hears of it, at the latest when he reads them again.</summary>
    public async Task TellAsync(string workspace, DiagnosisVerdict verdict)
    {
        try
        {
            await grains.GetGrain<ICalibrationGrain>(workspace).ChangedAsync(verdict);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException || LedgerFailure.Is(exception))
        {
            LogUnheard(log, workspace, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The calibration of {Workspace} did not answer")]
    private static partial void LogUnheard(ILogger log, string workspace, Exception exception);
}
