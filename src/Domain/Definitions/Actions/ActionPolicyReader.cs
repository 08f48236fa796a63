using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Actions;

/// <summary>One of <c>action_policies</c> (docs/actions.md).</summary>
internal static class ActionPolicyReader
{
    private static readonly string[] Keys =
        ["name", "actions", "namespaces", "max_blast_radius", "approval", "four_eyes", "auto", "limits", "freeze"];

    private static readonly string[] AllActions = [.. ActionNames.All.Select(action => action.Name())];
    private static readonly string[] AllRadii = [.. BlastRadii.All.Select(radius => radius.Name())];

    public static ActionPolicy? Read(YamlNode node, ReadingContext context)
    {
        if (Fields.Of(node, "A policy for actions", context, Keys) is not { } fields) return null;
        fields.Need("name", "production");
        fields.Need("actions", "[restart_pod]");
        fields.Need("namespaces", "[\"shop-*\"]; [] means none");
        if (fields.Scalar("name") is not { } name || !context.IsName(name, "policy")) return null;
        return new()
        {
            Name = name.Value,
            Actions = Actions(fields, context),
            Namespaces = Namespaces(fields, context),
            MaxBlastRadius = Radius(fields) ?? BlastRadius.SingleWorkload,
            Approval = fields.Word("approval", "required", "not_required", "forbidden") switch
            {
                "not_required" => ApprovalNeed.NotRequired,
                "forbidden" => ApprovalNeed.Forbidden,
                _ => ApprovalNeed.Required,
            },
            FourEyes = fields.Flag("four_eyes"),
            Auto = fields.Node("auto") is { } auto ? Auto(auto, context) : new(),
            Limits = fields.Node("limits") is { } limits ? Limits(limits, context) : new(),
            Freeze = [.. fields.Items("freeze").Select(item => FreezeReader.Read(item, context)).OfType<FreezeWindow>()],
        };
    }

    private static AutonomyRules Auto(YamlNode node, ReadingContext context)
    {
        string[] keys = ["enabled", "actions", "max_blast_radius", "min_confidence", "namespaces", "min_verified", "max_budget_burn"];
        if (Fields.Of(node, "'auto'", context, keys) is not { } fields) return new();
        var none = new AutonomyRules();
        return new()
        {
            IsEnabled = fields.Flag("enabled") ?? false,
            Actions = fields.Has("actions") ? Actions(fields, context) : none.Actions,
            MaxBlastRadius = Radius(fields) ?? none.MaxBlastRadius,
            MinConfidence = fields.Number("min_confidence", 0, 1) ?? none.MinConfidence,
            Namespaces = Namespaces(fields, context),
            MinVerified = fields.Whole("min_verified", 0, 1_000),
            MaxBudgetBurn = fields.Number("max_budget_burn", 0, 1_000),
        };
    }

    private static ActionLimits Limits(YamlNode node, ReadingContext context)
    {
        string[] keys =
        [
            "max_actions_per_hour", "per_target_cooldown_minutes", "max_restarts_per_workload_per_hour", "max_replicas", "max_scale_up_factor",
            "max_replica_delta", "min_replicas",
        ];
        if (Fields.Of(node, "'limits'", context, keys) is not { } fields) return new();
        var none = new ActionLimits();
        var read = new ActionLimits
        {
            MaxActionsPerHour = fields.Whole("max_actions_per_hour", 0, ActionLimits.ApprovedPerHour) ?? none.MaxActionsPerHour,
            PerTargetCooldownMinutes = fields.Whole("per_target_cooldown_minutes", 0, 1_440) ?? none.PerTargetCooldownMinutes,
            MaxRestartsPerWorkloadPerHour =
                fields.Whole("max_restarts_per_workload_per_hour", 0, ActionLimits.ApprovedPerHour) ?? none.MaxRestartsPerWorkloadPerHour,
            MaxReplicas = fields.Whole("max_replicas", 0, 1_000) ?? none.MaxReplicas,
            MaxScaleUpFactor = fields.Number("max_scale_up_factor", 1, 100) ?? none.MaxScaleUpFactor,
            MaxReplicaDelta = fields.Whole("max_replica_delta", 0, 1_000) ?? none.MaxReplicaDelta,
            MinReplicas = fields.Whole("min_replicas", 0, 1_000) ?? none.MinReplicas,
        };
        if (read.MinReplicas > read.MaxReplicas)
            fields.Wrong("min_replicas", $"'min_replicas' is {read.MinReplicas}, which is more than 'max_replicas', {read.MaxReplicas}.");
        return read;
    }

    private static ImmutableArray<ActionName> Actions(Fields fields, ReadingContext context)
    {
        var actions = ImmutableArray.CreateBuilder<ActionName>();
        foreach (var item in fields.Scalars("actions", "restart_pod"))
        {
            if (ActionNames.Of(item.Value) is { } action) actions.Add(action);
            else context.Wrong(item.Place, $"There is no action '{Spelling.Shown(item.Value)}'; {Spelling.Allowed(item.Value, AllActions)}");
        }
        return [.. actions.Distinct()];
    }

    private static ImmutableArray<string> Namespaces(Fields fields, ReadingContext context)
    {
        var globs = ImmutableArray.CreateBuilder<string>();
        foreach (var item in fields.Scalars("namespaces", "\"shop-*\""))
        {
            if (NamespaceGlob.IsGlob(item, context)) globs.Add(item.Value);
        }
        return [.. globs.Distinct()];
    }

    private static BlastRadius? Radius(Fields fields) => BlastRadii.Of(fields.Word("max_blast_radius", AllRadii));
}
