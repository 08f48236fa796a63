using AiSre.Domain.Alerts.Sources.Shapes;

namespace AiSre.Domain.Alerts.Recognition;

/// <summary>What can be said of an alert by its source alone, where the signal is long gone.</summary>
public static class SourceIdentity
{
    /// <summary>True where text never joins two alerts of that source: an adapter that guarantees it, or a tool each of whose shapes does.</summary>
    public static bool IsGuaranteed(string source) =>
        // A workspace's own source says it of each alert; without its definitions nobody knows it of all.
        AlertSource.GuaranteesIdentity(source) || source is AlertSource.Custom || KnownShapes.GuaranteesIdentity(source);
}
