using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Slos.Importing;

/// <summary>A file of Sloth: the SLOs of one service.</summary>
internal static class SlothReader
{
    public const string Version = "prometheus/v1";

    public static IEnumerable<(SloDefinition Slo, TextPlace Place)> Read(ForeignMap file, ImportReport report)
    {
        var service = file.Needed("service");
        if (service is not null) file.Take("service", "Is the service of all of them.");
        file.LeaveOut("Only names are shown.", "labels");
        file.LeaveOut("It changes rules of Prometheus that Sloth writes; there are none here.", "slo_plugins");
        if (!file.Has("slos")) file.Refuse("slos", "This is missing.");
        var items = file.Items("slos");
        file.RefuseUnknown();
        var slos = new List<(SloDefinition, TextPlace)>();
        for (var i = 0; i < items.Length; i++)
        {
            var before = report.Refusals;
            if (file.Item(items[i], "slos", i) is { } slo && One(slo, service) is { } read && report.Refusals == before)
                slos.Add((read, items[i].Place));
        }
        return service is null ? [] : slos;
    }

    private static SloDefinition? One(ForeignMap slo, string? service)
    {
        var name = ForeignValues.Name(slo, "name", service);
        var target = ForeignValues.Target(slo, "objective", 100);
        slo.LeaveOut("Only the name is shown.", "labels");
        slo.LeaveOut("It changes rules of Prometheus that Sloth writes; there are none here.", "plugins");
        var read = new SloDefinition
        {
            Name = name ?? "",
            Service = service ?? "",
            Target = target ?? 0.5,
            Description = ForeignValues.Description(slo, "description"),
            Source = Indicator(slo) ?? new PrometheusSloSource(),
            Alerting = slo.Map("alerting") is { } alerting ? new() { Tiers = Tiers(alerting) } : new(),
        };
        slo.RefuseUnknown();
        return name is null || target is null ? null : read;
    }

    private static PrometheusSloSource? Indicator(ForeignMap slo)
    {
        if (!slo.Has("sli")) slo.Refuse("sli", "This is missing.");
        if (slo.Map("sli") is not { } sli) return null;
        sli.RefuseIfThere("A plugin is a program of Sloth that writes the queries; write what it writes, as 'events'.", "plugin");
        sli.RefuseIfThere("Its denominator is corrected by a rule of Prometheus that Sloth writes; write it as 'events'.", "denominator_corrected");
        var (events, raw) = (sli.Map("events"), sli.Map("raw"));
        sli.RefuseUnknown();
        if (events is not null && raw is not null) sli.Refuse("raw", "There is 'events' already; keep one of the two.");
        if (events is null && raw is null && !sli.Has("plugin") && !sli.Has("denominator_corrected"))
            sli.Refuse("events", "One of 'events' and 'raw' is needed.");
        var source = events is not null
            ? new PrometheusSloSource { ErrorQuery = Query(events, "error_query"), TotalQuery = Query(events, "total_query") }
            : raw is not null ? new PrometheusSloSource { ErrorRatioQuery = Query(raw, "error_ratio_query") } : null;
        events?.RefuseUnknown();
        raw?.RefuseUnknown();
        return source;
    }

    private static string? Query(ForeignMap map, string key)
    {
        if (map.Needed(key) is not { } query) return null;
        if (ForeignQuery.OfTemplate(query) is { } ours)
        {
            map.Take(key, $"Is {key}.");
            return ours;
        }
        map.Refuse(key, "It has no {{.window}}, so it would be the same for every look-back.");
        return null;
    }

    private static ImmutableArray<SloTier> Tiers(ForeignMap alerting)
    {
        alerting.LeaveOut("The tiers of this product are used, and whom they reach say routes and policies.", "name", "labels", "annotations");
        var tiers = SloAlerting.AllTiers;
        if (IsDisabled(alerting, "page_alert")) tiers = tiers.RemoveAll(tier => tier is SloTier.PageFast or SloTier.PageSlow);
        if (IsDisabled(alerting, "ticket_alert")) tiers = tiers.RemoveAll(tier => tier is SloTier.TicketFast or SloTier.TicketSlow);
        alerting.RefuseUnknown();
        return tiers;
    }

    private static bool IsDisabled(ForeignMap alerting, string key)
    {
        if (alerting.Map(key) is not { } alert) return false;
        var isDisabled = alert.Flag("disable") ?? false;
        if (isDisabled) alert.Take("disable", "Its two tiers are not among those of the SLO.");
        alert.LeaveOut("Whom it reaches say routes and policies.", "labels", "annotations");
        alert.RefuseUnknown();
        return isDisabled;
    }
}
