using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Slos;

/// <summary>One of <c>slos</c> (docs/slos.md).</summary>
internal static partial class SloReader
{
    private const int MostGroups = 1_000;

    /// <summary>What an SLO may have.</summary>
    public static readonly string[] Keys =
    [
        "name", "workspace", "service", "description", "target", "target_percent", "window_days", "window_type", "calendar", "indicator",
        "latency_threshold_ms", "latency_percentile", "source", "alerting", "group_by", "max_groups",
    ];

    public static SloDefinition? Read(YamlNode node, ReadingContext context)
    {
        if (Fields.Of(node, "An SLO", context, Keys) is not { } fields) return null;
        fields.Need("name", "payments-api-availability");
        fields.Need("service", "payments-api");
        Workspace(fields, context);
        var indicator = fields.Word("indicator", "availability", "latency") is "latency" ? SloIndicator.Latency : SloIndicator.Availability;
        var read = (Name: Name(fields), Service: fields.Text("service"), Target: Target(fields));
        var slo = new SloDefinition
        {
            Name = read.Name ?? "",
            Service = read.Service ?? "",
            Target = read.Target ?? 0.5,
            Description = fields.Text("description", 1_050),
            Window = SloWindowReader.Read(fields, context),
            Indicator = indicator,
            LatencyThresholdMs = Latency(fields, indicator),
            LatencyPercentile = Percentile(fields, indicator),
            Source = fields.Node("source") is { } source ? SloSourceReader.Read(source, context) : new IncidentSloSource(),
            Alerting = fields.Node("alerting") is { } alerting ? SloAlertingReader.Read(alerting, context) : new(),
            GroupBy = GroupBy(fields),
            MaxGroups = MaxGroups(fields),
        };
        return read is ({ }, { }, { }) ? slo : null;
    }

    /// <summary>In the operator's files it may say whose they are; elsewhere the workspace is the caller's.</summary>
    private static void Workspace(Fields fields, ReadingContext context)
    {
        if (fields.Scalar("workspace") is not { } workspace) return;
        if (!context.IsTrusted)
            fields.Wrong("workspace", "'workspace' is allowed in the operator's files only; here it is the workspace of the key.");
        else if (workspace.Value != DefaultWorkspace.Id)
        {
            fields.Wrong("workspace",
                $"'workspace' is '{Spelling.Shown(workspace.Value)}'; files define the workspace '{DefaultWorkspace.Id}', others " +
                "are defined through the API.");
        }
    }

    private static string? Name(Fields fields)
    {
        if (fields.Scalar("name") is not { } name) return null;
        if (NamePattern().IsMatch(name.Value)) return name.Value;
        fields.Wrong("name", $"'{Spelling.Shown(name.Value)}' is no name for an SLO; allowed are 1 to 63 small letters, digits and dashes, no dash " +
            "at either end.");
        return null;
    }

    private static double? Target(Fields fields)
    {
        if (fields.Has("target") && fields.Has("target_percent"))
            fields.Wrong("target_percent", "'target' and 'target_percent' say the same; write one of the two.");
        else if (!fields.Has("target") && !fields.Has("target_percent")) fields.Need("target", "0.999");
        return Share(fields, "target", 1) ?? Share(fields, "target_percent", 100);
    }

    /// <summary>Read as a decimal, so that 99.95 percent is the number 0.9995 and not the one beside it.</summary>
    private static double? Share(Fields fields, string key, int whole)
    {
        if (fields.Scalar(key) is not { } scalar) return null;
        const NumberStyles style = NumberStyles.AllowDecimalPoint;
        if (decimal.TryParse(scalar.Value, style, CultureInfo.InvariantCulture, out var number)
            && (double)(number / whole) is > 0 and < 1 and var share)
            return share;
        fields.Wrong(key, $"'{key}' is '{Spelling.Shown(scalar.Value)}'; allowed are numbers above 0 and below {whole}: a promise of " +
            $"{whole} leaves no budget.");
        return null;
    }

    private static double? Latency(Fields fields, SloIndicator indicator)
    {
        if (indicator is SloIndicator.Latency) fields.Need("latency_threshold_ms", "200");
        else if (fields.Has("latency_threshold_ms")) fields.Wrong("latency_threshold_ms", "'latency_threshold_ms' is of 'indicator: latency' only.");
        return fields.Number("latency_threshold_ms", 0.001, 86_400_000);
    }

    private static string? Percentile(Fields fields, SloIndicator indicator)
    {
        if (fields.Scalar("latency_percentile") is not { } scalar) return null;
        if (indicator is not SloIndicator.Latency) fields.Wrong("latency_percentile", "'latency_percentile' is of 'indicator: latency' only.");
        else if (!PercentilePattern().IsMatch(scalar.Value))
            fields.Wrong("latency_percentile", $"'latency_percentile' is '{Spelling.Shown(scalar.Value)}'; allowed is one such as p99 or p99.9.");
        return scalar.Value;
    }

    private static string? GroupBy(Fields fields)
    {
        if (fields.Scalar("group_by") is not { } scalar) return null;
        if (LabelPattern().IsMatch(scalar.Value)) return scalar.Value;
        fields.Wrong("group_by",
            $"'{Spelling.Shown(scalar.Value)}' is no label; allowed is one name of 1 to 64 letters, digits and _, such as tenant.");
        return null;
    }

    private static int MaxGroups(Fields fields)
    {
        if (fields.Has("max_groups") && !fields.Has("group_by")) fields.Wrong("max_groups", "'max_groups' needs 'group_by', such as tenant.");
        return fields.Whole("max_groups", 1, MostGroups) ?? SloDefinition.UsualGroups;
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^p[0-9]{1,2}(\.[0-9]{1,3})?\z")]
    private static partial Regex PercentilePattern();

    [GeneratedRegex(@"^[a-zA-Z_][a-zA-Z0-9_]{0,63}\z")]
    private static partial Regex LabelPattern();
}
