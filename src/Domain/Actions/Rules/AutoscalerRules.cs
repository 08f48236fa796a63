using System.Collections.Immutable;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Kubernetes;

namespace AiSre.Domain.Actions.Rules;

/// <summary>Whoever sets the replicas by himself sets them back.</summary>
internal static class AutoscalerRules
{
    public static Verdict NotManaged(CaseView view)
    {
        if (!view.IsScale) return Verdict.Skip("Nothing is scaled.");
        if (view.Facts?.Autoscalers is not { IsKnown: true, Value: { } scalers })
            return Verdict.Blind("The autoscalers", view.Facts?.Autoscalers.Problem);
        if (!scalers.IsDefaultOrEmpty) return Verdict.Refuse(RefusalCode.HpaManaged, Sentence(view, scalers));
        return view.Owner?.Controller is { } controller && controller.Kind is not "Deployment"
            ? Verdict.Refuse(
                RefusalCode.HpaManaged, $"{controller.Kind} {controller.Name} owns the deployment and would set its replicas back; scale it there.")
            : Verdict.Pass("No autoscaler targets it.");
    }

    private static string Sentence(CaseView view, ImmutableArray<AutoscalerFacts> scalers)
    {
        // KEDA works through an autoscaler of its own: what a person can change is the ScaledObject.
        var scaler = scalers.FirstOrDefault(scaler => scaler.Kind is not "HorizontalPodAutoscaler") ?? scalers[0];
        var numbers = FormattableString.Invariant(
            $"{scaler.Kind} {scaler.Name} scales it between {scaler.Min} and {scaler.Max} (now {scaler.Current})");
        var effect = (view.Request.Replicas, view.Owner?.DesiredReplicas) switch
        {
            (0, _) => "; 0 replicas would also switch the autoscaler off",
            (_, 0) => "; it is at 0, which has switched the autoscaler off, and more than 0 would switch it on again",
            _ => " and would set another number back",
        };
        return $"{numbers}{effect}. Change its bounds instead.";
    }
}
