using System.Collections.Immutable;
using AiSre.Console.IncidentDetail.Panels;
using AiSre.Console.Requests;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains.OnCall;
using Microsoft.AspNetCore.Components;

namespace AiSre.Console.IncidentDetail;

/// <summary>The page of one incident.</summary>
/// <param name="Incident">What it is about.</param>
/// <param name="Facts">What the tables know beside it.</param>
/// <param name="Repeats">Alerts that came again.</param>
/// <param name="Now">What burns, who has it, what happens next.</param>
/// <param name="Notices">In words: resolved, part of a group, silenced, snoozed, flapping.</param>
/// <param name="People">Whom it can be given to.</param>
/// <param name="Main">Panels to work with.</param>
/// <param name="Aside">Panels to look things up in.</param>
public sealed record IncidentView(
    Incident Incident, IncidentFacts Facts, long Repeats, ImmutableArray<Answer> Now, ImmutableArray<Notice> Notices,
    ImmutableArray<string> People, ImmutableArray<RenderFragment> Main, ImmutableArray<RenderFragment> Aside)
{
    internal static async Task<IncidentView?> LoadAsync(string id, ConsoleContext context, IGrainFactory grains)
    {
        if (await ShownIncident.FindAsync(id, context, grains) is not { } shown) return null;
        var people = context.User.MayAct ? grains.GetGrain<IOnCallQueries>(0).PeopleAsync(shown.Workspace) : null;
        var coming = NowAnswers.NextAsync(shown);
        var (main, aside) = await IncidentPanels.ShowAsync(shown);
        return new(
            shown.Incident, shown.Facts, shown.Repeats, NowAnswers.Of(shown, await coming), [.. NoticeWords.Of(shown)],
            people is null ? [] : [.. (await people).Select(person => person.Id)], main, aside);
    }
}
