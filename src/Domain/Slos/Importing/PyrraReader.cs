using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos.Importing;

/// <summary>A <c>ServiceLevelObjective</c> of Pyrra.</summary>
internal static class PyrraReader
{
    public const string Version = "pyrra.dev/v1alpha1";
    private const string Kind = "ServiceLevelObjective";

    public static SloDefinition? Read(ForeignMap map, ImportReport report)
    {
        var before = report.Refusals;
        if (map.Needed("kind") is not { } kind) return null;
        if (kind != Kind)
        {
            map.Refuse("kind", $"'{Spelling.Shown(kind)}' is not known; allowed: {Kind}.");
            return null;
        }
        if (!map.Has("metadata")) map.Refuse("metadata", "This is missing.");
        if (!map.Has("spec")) map.Refuse("spec", "This is missing.");
        map.LeaveOut("It says how Pyrra did.", "status");
        if (map.Map("metadata") is not { } metadata || map.Map("spec") is not { } spec) return null;
        map.RefuseUnknown();
        var name = ForeignValues.Name(metadata, "name");
        if (name is not null) metadata.Change("name", $"Is the service too, '{name}': Pyrra has none. Write the one that its incidents have.");
        metadata.LeaveOut("Only the name is shown.", "labels", "annotations", "namespace");
        var indicator = PyrraIndicator.Read(spec);
        var slo = new SloDefinition
        {
            Name = name ?? "",
            Service = name ?? "",
            Target = Target(spec) ?? 0.5,
            Description = ForeignValues.Description(spec, "description"),
            Window = Window(spec),
            Indicator = indicator?.ThresholdMs is null ? SloIndicator.Availability : SloIndicator.Latency,
            LatencyThresholdMs = indicator?.ThresholdMs,
            Source = indicator?.Source ?? new PrometheusSloSource(),
            GroupBy = indicator?.GroupBy,
            Alerting = spec.Map("alerting") is { } alerting ? new() { Tiers = Tiers(alerting) } : new(),
        };
        spec.LeaveOut("It is about rules of Prometheus that Pyrra writes; there are none here.", "performanceOverAccuracy",
            "partial_response_strategy");
        spec.RefuseUnknown();
        return report.Refusals == before ? slo : null;
    }

    private static double? Target(ForeignMap spec)
    {
        if (ForeignValues.Target(spec, "target", 100) is not { } target) return null;
        if (target >= 0.01) return target;
        spec.Refuse("target", "Targets of Pyrra are percent; this one would promise less than one in a hundred.");
        return null;
    }

    private static SloWindow Window(ForeignMap spec)
    {
        if (spec.Needed("window") is not { } window) return new();
        if (ForeignValues.Days(window) is { } days)
        {
            spec.Take("window", $"Is a window of {days} days that rolls.");
            return SloWindow.Rolling(days);
        }
        spec.Refuse("window", $"'{Spelling.Shown(window)}' is no whole number of days from 1 to {SloWindow.LongestDays}.");
        return new();
    }

    private static ImmutableArray<SloTier> Tiers(ForeignMap alerting)
    {
        var isOff = false;
        if (alerting.Flag("disabled") is true)
        {
            isOff = true;
            alerting.Take("disabled", "It has no tiers.");
        }
        if (alerting.Flag("burnrates") is false)
        {
            isOff = true;
            alerting.Take("burnrates", "It has no tiers.");
        }
        if (alerting.Flag("absent") is false) alerting.Change("absent", "That its data is missing is always told here.");
        alerting.LeaveOut("Alerts have names of their own here.", "name", "absentName");
        alerting.RefuseUnknown();
        return isOff ? [] : SloAlerting.AllTiers;
    }
}
