using AiSre.Domain.Demo;
using AiSre.Domain.Diagnosis;
using AiSre.Grains.Diagnosis;

namespace AiSre.Grains.Demo;

/// <summary>
/// Has somebody look for the causes of tonight's incidents. No answer is written down anywhere: the rules give it, from a cluster that is drawn.
/// </summary>
internal sealed class DiagnosesChapter(IGrainFactory grains, string workspace) : IDemoChapter
{
    public string Kind => "diagnoses";

    public int CountIn(DemoStory story) => story.Diagnosed.Length;

    public async Task<int> WriteAsync(DemoStory story, int written)
    {
        if (written >= story.Diagnosed.Length) return written;
        var next = story.Diagnosed[written];
        var grain = grains.GetGrain<IDiagnosisGrain>(GrainKeys.Incident(workspace, next.Now.Id));
        await grain.GetAsync(DiagnosisRules.DefaultLogLimit, refresh: false, withModel: false);
        // Whoever asks gets an answer also where it could not be kept; then it is looked for again.
        if (await grain.LastAsync() is null) throw new InvalidOperationException($"The diagnosis of {next.Now.Id} was not kept.");
        return written + 1;
    }
}
