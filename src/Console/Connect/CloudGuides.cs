using System.Collections.Immutable;

namespace AiSre.Console.Connect;

internal static class CloudGuides
{
    private const string Confirm = "The address that confirms the subscription is in the answer and in this platform's log; open it yourself.";

    public static readonly ImmutableArray<ToolGuide> All =
    [
        ToolGuide.WithLogin("cloudwatch", "AWS CloudWatch", "an HTTPS subscription of the alarm's SNS topic", Confirm),
        ToolGuide.WithLogin("sns", "AWS SNS", "an HTTPS subscription of the topic", Confirm),
        ToolGuide.WithHeader(
            "eventbridge", "AWS EventBridge", "an API destination with an API-key connection",
            "Send the event as it is, without an input transformer."),
        ToolGuide.WithHeader(
            "aws-health", "AWS Health", "an EventBridge rule with an API destination",
            "Send the event as it is, without an input transformer."),
        ToolGuide.WithLogin(
            "azure", "Azure Monitor", "an action group, Webhook",
            "Switch the common alert schema on, and \"automatically resolve\" in log alerts."),
        ToolGuide.WithLogin(
            "gcp", "Google Cloud Monitoring", "a webhook notification channel",
            "The key is the password of its basic authentication. Set a severity on each policy: without one it is a warning."),
        ToolGuide.WithLogin("oci", "Oracle Cloud", "an HTTPS subscription of the topic", "What one alarm is splits or groups as you set it there."),
    ];
}
