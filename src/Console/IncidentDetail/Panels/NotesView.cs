using System.Collections.Immutable;
using AiSre.Console.IncidentDetail.Words;
using AiSre.Domain.Incidents;
using Microsoft.AspNetCore.Components;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>What people and tools wrote, newest first.</summary>
public sealed record NotesView(string Action, ImmutableArray<Note> Notes)
{
    internal static Task<NotesView?> LoadAsync(ShownIncident shown)
    {
        var notes = shown.Timeline.Select(Of).OfType<Note>().Reverse().ToImmutableArray();
        var writes = shown.Context.User.MayAct;
        return Task.FromResult(notes.IsEmpty && !writes ? null : new NotesView(shown.Context.Link($"/incidents/{shown.Id}/notes"), notes));
    }

    private static Note? Of(TimelineEvent said)
    {
        if (said.Type is not (EventTypes.NoteAdded or EventTypes.IncidentUpdated)) return null;
        var payload = new SaidPayload(said.Payload);
        return (payload.Text("text") ?? payload.Text("note")) is { } text ? new(ShownNames.Actor(said.Actor), said.At, NoteText.Html(text)) : null;
    }
}

/// <param name="Author">Who wrote it.</param>
/// <param name="At">When.</param>
/// <param name="Html">Markdown, made harmless.</param>
public sealed record Note(string Author, DateTimeOffset At, MarkupString Html);
