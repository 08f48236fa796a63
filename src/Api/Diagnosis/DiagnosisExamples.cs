using AiSre.Api.Incidents;

namespace AiSre.Api.Diagnosis;

/// <summary>What is answered, as the description shows it.</summary>
internal static class DiagnosisExamples
{
    private const string Cause = "The container main of payments-api-7d8f9c6b5-x2k4m was killed for its memory, of which it may have 512Mi.";
    private const string Restarts = "It was restarted 5 times.";

    private const string Component = "Deployment/production/payments-api";

    private static readonly DateTimeOffset At = new(2025, 1, 15, 10, 30, 20, TimeSpan.Zero);

    public static readonly DiagnosisResponse OutOfMemory = new(
        IncidentExamples.Id, $"{Cause} {Restarts}", Cause, 0.85, new("CrashLoopBackOff", 5, "OOMKilled", "payments-api-7d8f9c6b5-x2k4m"),
        "2025-01-15 10:29:45 ERROR OutOfMemoryError: Java heap space", ["oom-recovery"],
        [new("inc-0c1k2m3n4p5q6", "OOMKilled on payments-api", 0.92, "Increased memory limit to 1Gi")],
        new("deploy-456", "payments-api", 12, "ci-bot"),
        [
            new(
                "restart_pod", "Restart one pod so that its controller makes it anew.",
                new Dictionary<string, string>
                {
                    ["namespace"] = "production", ["pod_name"] = "payments-api-7d8f9c6b5-x2k4m", ["cluster"] = "prod-eu",
                },
                true, false, true, true, true, "single_pod", "default", "Action is within guardrails", "rules"),
        ],
        "oom_killed", "Deployment/production/payments-api",
        [
            new(
                "oom_killed", "Deployment/production/payments-api", 0.85, Cause, [new(Cause, ["E1"]), new(Restarts, ["E1"])], [],
                "Raise the memory limit, or find what takes the memory.", "No container is killed for its memory in 15 minutes.", "oomkilled",
                0.81, 1, 0),
        ],
        [
            new(
                "E1", "resource", "Pod/production/payments-api-7d8f9c6b5-x2k4m", null,
                "containerStatuses[main]: restartCount 5, lastState.terminated.reason OOMKilled, limits.memory 512Mi", false, false, false),
            new(
                "E2", "unavailable", "resourcequotas", null, "cannot list resourcequotas in production of cluster prod-eu: forbidden (403)", false,
                false, false),
        ],
        [], [], "prod-eu", "rules", new(false, "no chat model is configured"), At, 640,
        [new("dave", true, "The memory limit was too small for the new cache.", At.AddMinutes(30), "oom_killed", Component)],
        [
            new(
                "oom_killed", Component, "No container is killed for its memory in 15 minutes.", At, "held", At.AddMinutes(45),
                "The alert ended, and stayed away for 15 minutes."),
        ], [], [], null);

    public static readonly CalibrationResponse Calibration = new(
        At, null, 40, 12, 2, 21, 3, 4, [new(0.8, 0.9, 40, 12, 2, 21, 3, 4, 0.86)],
        [new("oom_killed", 40, 12, 2, 21, 3, 4, 0.85, 0.86, [new(0.8, 0.9, 40, 12, 2, 21, 3, 4, 0.86)])]);
}
