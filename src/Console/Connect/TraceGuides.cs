using System.Collections.Immutable;

namespace AiSre.Console.Connect;

internal static class TraceGuides
{
    public static readonly ImmutableArray<ToolGuide> All =
    [
        ToolGuide.WithLogin("sentry", "Sentry", "an internal integration's webhook URL", "Then name the integration in the alert rules."),
        ToolGuide.WithLogin("rollbar", "Rollbar", "Notifications, Webhook"),
        ToolGuide.WithLogin("bugsnag", "Bugsnag", "Integrations, Webhook"),
        ToolGuide.WithLogin("honeybadger", "Honeybadger", "Integrations, Webhook"),
        new("dynatrace", "Dynatrace", "a problem notification, custom integration",
            "URL:     {url}\nHeader:  X-API-Key: {key}\n" +
                "Body:    {\"ProblemID\":\"{ProblemID}\",\"PID\":\"{PID}\",\"ProblemTitle\":\"{ProblemTitle}\",\"State\":\"{State}\"," +
                "\"ProblemSeverity\":\"{ProblemSeverity}\",\"ProblemURL\":\"{ProblemURL}\",\"Tags\":\"{Tags}\"}"),
        ToolGuide.WithHeader("appdynamics", "AppDynamics", "an HTTP request template"),
        ToolGuide.WithHeader("instana", "Instana", "an alert channel, Generic Webhook"),
        ToolGuide.WithHeader("signalfx", "Splunk Observability (SignalFx)", "an integration, Webhook"),
    ];
}
