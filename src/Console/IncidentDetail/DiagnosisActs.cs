using AiSre.Console.IncidentDetail.Panels;
using AiSre.Console.IncidentDetail.Words;
using AiSre.Console.Requests;
using AiSre.Domain.Access;
using AiSre.Domain.Diagnosis;
using AiSre.Grains;
using AiSre.Grains.Diagnosis;

namespace AiSre.Console.IncidentDetail;

/// <summary>Looking for the cause of an incident, and saying whether what was found is it.</summary>
internal static class DiagnosisActs
{
    public static void MapDiagnosisActs(this ConsoleRoutes routes)
    {
        // It changes nothing in a cluster nor of the incident, and the API lets viewers look.
        routes.Own("/incidents/{id}/diagnosis", Look, ConsoleCost.Question);
        routes.Act("/incidents/{id}/diagnosis/feedback", KeyScope.Respond, Judge);
    }

    private static async Task<IResult> Look(string id, ConsoleContext context, ConsoleForm form, IGrainFactory grains)
    {
        if (Find(id, context, grains) is not { } grain) return IncidentActs.Missing(id, context);
        return await grain.GetAsync(DiagnosisRules.DefaultLogLimit, refresh: true, withModel: form.IsOn("model")) switch
        {
            null => IncidentActs.Missing(id, context),
            { Cause: { } cause } => context.Said($"Looked: one cause is {DiagnosisWords.Sure(cause.Confidence)}."),
            _ => context.Said("Looked: nothing that was seen explains it."),
        };
    }

    private static async Task<IResult> Judge(string id, ConsoleContext context, ConsoleForm form, IGrainFactory grains)
    {
        if (Find(id, context, grains) is not { } grain) return IncidentActs.Missing(id, context);
        var (isRight, was) = (form.Text("correct") is "yes", form.Text("root_cause"));
        if (was?.Length > FeedbackRules.LongestRootCause)
            return context.Refused(FormattableString.Invariant(
                $"Nothing was written: at most {FeedbackRules.LongestRootCause:N0} characters are possible."));
        if (await grain.LastAsync() is not { } last) return context.Refused("Nothing was said: nobody has looked for the cause yet.");
        if (DiagnosisView.Names(last) != form.Text("about"))
            return context.Refused("Nothing was said: the diagnosis is another one by now. Look at it first.");
        await grain.FeedbackAsync(isRight, was, context.User.Name);
        return context.Said(isRight ? "Noted as right. The rule is surer of it for this service from now on."
            : was is null ? "Noted as wrong. Say what it was, if you know." : "Noted, with what it was.");
    }

    private static IDiagnosisGrain? Find(string id, ConsoleContext context, IGrainFactory grains) =>
        GrainKeys.IsIncidentId(id) ? grains.GetGrain<IDiagnosisGrain>(GrainKeys.Incident(context.Workspace, id)) : null;
}
