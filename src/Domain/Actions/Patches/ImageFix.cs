using System.Text.RegularExpressions;

namespace AiSre.Domain.Actions.Patches;

/// <summary>An image that cannot be pulled: the tag of the same repository that the issue names. No tag is made up.</summary>
internal static partial class ImageFix
{
    public static FixOutcome Apply(SpecView spec, SpecText text)
    {
        if (SpecView.Scalar(spec.Container, "image") is not { } image) return FixOutcome.None($"{spec.ContainerName} has no image in this spec.");
        var (repository, tag) = Split(image.Value);
        // The one that works is usually named last: "v2.3.1 is not found, the last good one is v2.3.0".
        var other = References().Matches(spec.Issue).Select(match => Split(match.Value)).LastOrDefault(named =>
            named.Tag is not null && named.Tag != tag
                && (named.Repository == repository || repository.EndsWith("/" + named.Repository, StringComparison.Ordinal)));
        if (other.Tag is null)
            return FixOutcome.None(
                $"Which image would be right is not known: name it in the issue, such as {repository}:v1.2.3, and the change is written.");
        text.Replace(image, $"{repository}:{other.Tag}");
        return new($"{spec.ContainerName} cannot run {image.Value}; the issue names {repository}:{other.Tag} instead.");
    }

    /// <summary>A colon before the last slash is a registry's port.</summary>
    private static (string Repository, string? Tag) Split(string image)
    {
        var name = image.Split('@')[0];
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? (name[..colon], name[(colon + 1)..].TrimEnd('.')) : (name, null);
    }

    [GeneratedRegex(@"[a-z0-9][a-z0-9._/-]{0,200}(:[0-9]{1,5}/[a-z0-9._/-]{1,200})?:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}", RegexOptions.NonBacktracking)]
    private static partial Regex References();
}
