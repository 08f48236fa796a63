using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos.Importing;

/// <summary>An object of OpenSLO v1.</summary>
internal static class OpenSloReader
{
    public const string Version = "openslo/v1";

    public static SloDefinition? Read(ForeignMap map, ImportReport report)
    {
        var before = report.Refusals;
        if (map.Needed("kind") is not { } kind) return null;
        if (kind is "DataSource" or "Service" or "SLI" or "AlertPolicy" or "AlertCondition" or "AlertNotificationTarget")
        {
            map.LeaveOut(kind switch
            {
                "DataSource" => "Where a Prometheus is says the operator's clusters.yaml.",
                "Service" => "A service needs no definition here.",
                "SLI" => "An SLO here has its indicator in it.",
                _ => "Whom an alert reaches say routes and policies.",
            }, "kind");
            return null;
        }
        if (kind != "SLO")
        {
            map.Refuse("kind", $"'{Spelling.Shown(kind)}' is not known; allowed: SLO.");
            return null;
        }
        if (!map.Has("metadata")) map.Refuse("metadata", "This is missing.");
        if (!map.Has("spec")) map.Refuse("spec", "This is missing.");
        if (map.Map("metadata") is not { } metadata || map.Map("spec") is not { } spec) return null;
        map.RefuseUnknown();
        var name = ForeignValues.Name(metadata, "name");
        metadata.LeaveOut("Only the name is shown.", "displayName", "labels", "annotations");
        metadata.RefuseUnknown();
        var service = spec.Needed("service");
        if (service is not null) spec.Take("service", "Is the service.");
        var slo = new SloDefinition
        {
            Name = name ?? "",
            Service = service ?? "",
            Description = ForeignValues.Description(spec, "description"),
            Target = Target(spec) ?? 0.5,
            Window = OpenSloWindow.Read(spec),
            Source = Indicator(spec) ?? new PrometheusSloSource(),
        };
        Budgeting(spec);
        spec.LeaveOut("The tiers of this product are used, and whom they reach say routes and policies.", "alertPolicies");
        spec.RefuseUnknown();
        return report.Refusals == before ? slo : null;
    }

    private static void Budgeting(ForeignMap spec)
    {
        if (spec.Needed("budgetingMethod") is not { } method) return;
        if (method == "Occurrences")
        {
            spec.Take("budgetingMethod", "Shares of events are what is counted here.");
            return;
        }
        spec.Refuse("budgetingMethod", $"'{Spelling.Shown(method)}' is not counted here: in a slice of time one event weighs as much as a million. " +
            "Allowed: Occurrences.");
    }

    private static double? Target(ForeignMap spec)
    {
        if (!spec.Has("objectives")) spec.Refuse("objectives", "This is missing.");
        if (spec.Only("objectives", "objective") is not { } objective) return null;
        objective.LeaveOut("Only the name of the SLO is shown.", "displayName");
        objective.RefuseIfThere("A threshold of a raw metric cannot be counted; count what is good, or what is bad, with ratioMetric.", "op",
            "value");
        objective.RefuseIfThere("Slices of time are not counted here, events are.", "timeSliceTarget", "timeSliceWindow");
        objective.RefuseIfThere("An SLO here has one indicator.", "indicator", "indicatorRef", "compositeWeight");
        var hasPercent = objective.Has("targetPercent");
        if (hasPercent && objective.Has("target"))
            objective.Refuse("targetPercent", "'target' and 'targetPercent' say the same; keep one of the two.");
        var target = hasPercent ? ForeignValues.Target(objective, "targetPercent", 100) : ForeignValues.Target(objective, "target", 1);
        objective.RefuseUnknown();
        return target;
    }

    private static PrometheusSloSource? Indicator(ForeignMap spec)
    {
        spec.RefuseIfThere("An indicator that is defined elsewhere is not looked for; write it in the SLO, below 'indicator'.", "indicatorRef");
        if (!spec.Has("indicator"))
        {
            if (!spec.Has("indicatorRef")) spec.Refuse("indicator", "This is missing.");
            return null;
        }
        if (spec.Map("indicator") is not { } indicator) return null;
        indicator.LeaveOut("Only the name of the SLO is shown.", "metadata");
        if (!indicator.Has("spec")) indicator.Refuse("spec", "This is missing.");
        var inner = indicator.Map("spec");
        indicator.RefuseUnknown();
        if (inner is null) return null;
        inner.LeaveOut("Only the SLO is described.", "description");
        inner.RefuseIfThere("A threshold of a raw metric cannot be counted; count what is good, or what is bad, with ratioMetric.",
            "thresholdMetric");
        if (!inner.Has("ratioMetric") && !inner.Has("thresholdMetric")) inner.Refuse("ratioMetric", "This is missing.");
        var ratio = inner.Map("ratioMetric");
        inner.RefuseUnknown();
        return ratio is null ? null : OpenSloMetric.Read(ratio);
    }
}
