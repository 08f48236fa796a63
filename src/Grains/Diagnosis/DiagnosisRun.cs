using System.Collections.Immutable;
using System.Globalization;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Chat;
using AiSre.Domain.Deploys;
using AiSre.Domain.Diagnosis;
using AiSre.Domain.Incidents;
using AiSre.Domain.Slos;
using AiSre.Domain.Workflows.Runbooks;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Actions;
using AiSre.Grains.Deploys;
using AiSre.Grains.History;
using AiSre.Grains.Slos;
using AiSre.Grains.Workflows;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Diagnosis;

/// <summary>Looks for the cause of one incident, and for what may help. What fails beside the look itself is left out of the answer.</summary>
public sealed partial class DiagnosisRun(
    IGrainFactory grains, IDiagnostician diagnostician, ModelOpinions opinions, ActionCases cases, TimeProvider clock, ILogger<DiagnosisRun> log)
{
    private const int MostSimilar = 3;
    private const int MostBudgets = 5;

    /// <summary>History gives the likest of all; those that are still open say nothing of how it ended.</summary>
    private const int AskedForSimilar = 10;

    /// <summary>The guard reads the cluster once more for each action.</summary>
    private static readonly TimeSpan LongestGuard = TimeSpan.FromSeconds(5);

    /// <param name="told">What people were told.</param>
    /// <param name="logLimit">Lines of each container.</param>
    /// <param name="counts">What people have said of causes for the service: it decides what may help.</param>
    /// <param name="withModel">Ask a chat model too, even where the rules are sure.</param>
    /// <returns>As the rules gave it.</returns>
    public async Task<IncidentDiagnosis> LookAsync(ToldSymptom told, int logLimit, ImmutableArray<CauseCounts> counts, bool withModel)
    {
        var (incident, started) = (told.Incident, clock.GetUtcNow());
        var deploy = OrNothingAsync(() => DeployAsync(incident));
        var before = OrNothingAsync(async () => (ImmutableArray<SimilarCase>?)await SimilarAsync(incident));
        var budgets = OrNothingAsync(async () => (ImmutableArray<SloStanding>?)await BudgetsAsync(incident));
        var report = await diagnostician.ExplainAsync(incident.Workspace, incident.Subject.Cluster, told.Symptom, logLimit);
        var similar = await before ?? [];
        var opinion = await OrNothingAsync(async () => (ModelOpinion?)await opinions.AskAsync(told, report, similar, withModel, started));
        var diagnosis = new IncidentDiagnosis
        {
            IncidentId = incident.Id,
            Report = WithBudgets(report.Kept(similar, opinion), await budgets ?? []),
            Opinion = opinion ?? ModelOpinion.None(ChatReasons.Unavailable),
            LogLimit = logLimit,
            Fingerprint = told.Fingerprint,
            StartedAt = started,
            CompletedAt = started,
            Deploy = await deploy,
            Similar = similar,
        };
        var likeliest = diagnosis with { Report = ConfidenceRules.Adjust(report, counts) };
        return diagnosis with
        {
            Playbooks = await OrNothingAsync(async () => (ImmutableArray<string>?)await PlaybooksAsync(incident, likeliest.Cause?.Pattern)) ?? [],
            Actions = await OrNothingAsync(async () => (ImmutableArray<SuggestedAction>?)await ActionsAsync(incident, likeliest)) ?? [],
            CompletedAt = clock.GetUtcNow(),
        };
    }

    private async Task<ImmutableArray<SloStanding>> BudgetsAsync(Incident incident)
    {
        if (incident.Subject.Service is not { } service) return [];
        var all = await grains.GetGrain<ISlosGrain>(incident.Workspace).StandingsAsync();
        return [.. all.Where(slo => slo.Service == service).Take(MostBudgets)];
    }

    private static DiagnosisReport WithBudgets(DiagnosisReport report, ImmutableArray<SloStanding> budgets)
    {
        // Numbers are missing where something that was seen is not kept.
        var last = report.Evidence.Select(item => int.Parse(item.Id.AsSpan(1), CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();
        return report with
        {
            Evidence = [.. report.Evidence, .. budgets.Select((slo, i) => new Evidence
            {
                Id = FormattableString.Invariant($"E{last + i + 1}"),
                Kind = EvidenceKind.Slo,
                Source = $"slo/{slo.Name}",
                At = slo.EvaluatedAt,
                Text = FormattableString.Invariant(
                    $"{slo.Name} is {slo.Level.Name()}: {SloRounding.Percent(slo.RemainingPercent)} % of the budget are left")
                    + (slo.BurnRate is { } burn
                        ? FormattableString.Invariant($", and it burns {SloRounding.Burn(burn)} times as fast as it may.") : "."),
            })],
        };
    }

    private async Task<SuspectDeploy?> DeployAsync(Incident incident)
    {
        var start = DeployCorrelation.StartOf(incident);
        var found = await grains.GetGrain<IDeployQueries>(0).LatestAsync(
            incident.Workspace, DeployTarget.Of(incident.Subject), start, DeployRules.Lookback);
        return found is null ? null : new(found.Id, found.Service, DeployRules.MinutesBefore(found.At, start), found.Actor);
    }

    /// <summary>None while history still reads itself.</summary>
    private async Task<ImmutableArray<SimilarCase>> SimilarAsync(Incident incident)
    {
        var like = await grains.GetGrain<IIncidentHistoryGrain>(incident.Workspace).SimilarAsync(incident.Id, AskedForSimilar);
        return like is null
            ? []
            : [.. like.Incidents.Where(one => one.Phase is IncidentPhase.Resolved).Take(MostSimilar)
                .Select(one => new SimilarCase(one.Id, one.Title, one.Score, one.Resolution))];
    }

    private async Task<ImmutableArray<string>> PlaybooksAsync(Incident incident, string? pattern)
    {
        var known = await grains.GetGrain<IGeneratedRunbooksGrain>(incident.Workspace).ListAsync();
        var labels = incident.Labels.DistinctBy(label => label.Name).ToDictionary(label => label.Name, label => label.Value);
        return [.. MatchRules.Of(known.Runbooks, RunIncident.Of(incident) with { Pattern = pattern }, labels).Select(match => match.Runbook.Id)];
    }

    private async Task<ImmutableArray<SuggestedAction>> ActionsAsync(Incident incident, IncidentDiagnosis diagnosis)
    {
        var suggested = ImmutableArray.CreateBuilder<SuggestedAction>();
        var byRules = SuggestionRules.Of(diagnosis).Select(one => (one.Request, one.Description, IsOfModel: false));
        var byModel = SuggestionRules.OfModel(diagnosis).Select(one => (one.Request, one.Description, IsOfModel: true));
        foreach (var (request, description, isOfModel) in byRules.Concat(byModel))
        {
            using var time = new CancellationTokenSource(LongestGuard, clock);
            var decision = ActionGuard.Decide(await cases.ReadAsync(incident.Workspace, Attempt(incident, request), time.Token));
            suggested.Add(new()
            {
                Request = request,
                Description = description,
                IsExecutable = decision.IsExecutable,
                // By itself goes only what a rule stands behind.
                IsAutoExecutable = decision.IsAutoExecutable && !isOfModel,
                IsOfModel = isOfModel,
                IsAllowed = decision.IsAllowed,
                NeedsApproval = decision.NeedsApproval,
                BlastRadius = decision.BlastRadius,
                PolicyName = decision.PolicyName,
                Reason = decision.Reason,
            });
        }

        return suggested.ToImmutable();
    }

    /// <summary>As an operator would ask, without doing anything.</summary>
    private static ActionAttempt Attempt(Incident incident, ActionRequest request) => new()
    {
        Request = request,
        Caller = Principal.Person("diagnosis", ActingRole.Operator),
        IsDryRun = true,
        IncidentId = incident.Id,
    };

    private async Task<T?> OrNothingAsync<T>(Func<Task<T?>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogLeftOut(log, exception);
            return default;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A part of a diagnosis was left out")]
    private static partial void LogLeftOut(ILogger log, Exception exception);
}
