using AiSre.Grains.Silences;

namespace AiSre.Console.Silences;

/// <param name="Draft">What stands in the form.</param>
/// <param name="Preview">What it would have matched; null before somebody has asked, and while the matchers or the windows are wrong.</param>
/// <param name="Ends">When it would end, for the button; null where that needs more words.</param>
public sealed record NewSilenceView(SilenceDraft Draft, SilencePreview? Preview, DateTimeOffset? Ends);
