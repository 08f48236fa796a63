using System.Collections.Immutable;
using AiSre.Domain.Reports.Handoff;
using AiSre.Grains.Reports;

namespace AiSre.Console.Reports;

/// <summary>What whoever takes over has to know.</summary>
/// <param name="Hours">So far it looks back.</param>
public sealed record HandoffView(int Hours, HandoffDigest Digest)
{
    public const int Usual = 12;

    public static readonly ImmutableArray<int> Periods = [8, Usual, 24, 48];

    public string Markdown { get; } = HandoffMarkdown.Of(Digest);

    internal static async Task<HandoffView> LoadAsync(IGrainFactory grains, string workspace, int hours) =>
        new(hours, await grains.GetGrain<IReports>(0).HandoffAsync(workspace, hours));
}
