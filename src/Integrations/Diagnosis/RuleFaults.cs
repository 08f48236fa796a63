using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Rules;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace AiSre.Integrations.Diagnosis;

/// <summary>Rules that failed on what they saw: a fault of ours, which costs an answer nothing but what the rule would have said.</summary>
internal sealed partial class RuleFaults(ILogger<RuleFaults> log)
{
    private static readonly Counter Total = Metrics.CreateCounter(
        "ai_sre_diagnosis_rule_faults_total", "Rules of the diagnosis that failed on what they saw, or said what they had not seen.", "cause");

    public void Note(Rule rule, Exception fault)
    {
        Total.WithLabels(rule.Cause).Inc();
        if (fault is UncarriedClaimException) LogUncarried(log, rule.Cause, fault.Message);
        else LogFailed(log, rule.Cause, fault);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rule {Cause} would have said what it had not seen: {Why}")]
    private static partial void LogUncarried(ILogger log, string cause, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "The rule {Cause} failed on what it saw")]
    private static partial void LogFailed(ILogger log, string cause, Exception fault);
}
