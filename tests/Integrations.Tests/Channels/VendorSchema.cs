using System.Runtime.CompilerServices;
using System.Text.Json;
using Json.Schema;

namespace AiSre.Integrations.Tests.Channels;

/// <summary>What a vendor accepts, as far as our messages go: its documented shapes and limits, in <c>Schemas/</c>.</summary>
internal static class VendorSchema
{
    public static readonly JsonSchema Slack = Load("slack-message");
    public static readonly JsonSchema Teams = Load("teams-message");
    public static readonly JsonSchema PagerDuty = Load("pagerduty-event");
    public static readonly JsonSchema Webhook = Load("webhook");

    public static bool Accepts(this JsonSchema schema, string json) => schema.Evaluate(JsonElement.Parse(json)).IsValid;

    public static void MustAccept(this JsonSchema schema, string json)
    {
        var result = schema.Evaluate(JsonElement.Parse(json), new() { OutputFormat = OutputFormat.List });
        var errors = (result.Details ?? []).Where(detail => detail.Errors is not null)
            .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"));
        Assert.True(result.IsValid, $"{string.Join('\n', errors)}\n{json}");
    }

    private static JsonSchema Load(string name, [CallerFilePath] string here = "") =>
        JsonSchema.FromText(File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "Schemas", $"{name}.schema.json")));
}
