using System.Collections.Immutable;

namespace AiSre.Console.Connect;

internal static class ReceiverGuides
{
    public static readonly ImmutableArray<ToolGuide> All =
    [
        ToolGuide.WithLogin("pagerduty-events", "PagerDuty Events API", "the place of PagerDuty's address", "Any routing key will do."),
        ToolGuide.WithLogin("opsgenie-api", "Opsgenie alert API", "the place of Opsgenie's address"),
        ToolGuide.WithLogin("victorops", "VictorOps REST", "the place of its address"),
        ToolGuide.WithLogin("goalert", "GoAlert generic API", "the place of its address"),
        ToolGuide.WithLogin("gitlab-alert", "GitLab alert endpoint", "the place of its address"),
        ToolGuide.WithLogin("xmatters", "xMatters", "the place of its address"),
        ToolGuide.WithLogin(
            "slack", "Slack webhook", "the place of Slack's address",
            "The title without its state is what makes two alerts the same; a colour alone ends nothing."),
        ToolGuide.WithLogin("teams", "Teams card", "the place of Teams' address", "The title without its state is what makes two alerts the same."),
        ToolGuide.WithHeader("cloudevents", "CloudEvents", "the sink", "What is inside is read as if it had come alone."),
    ];
}
