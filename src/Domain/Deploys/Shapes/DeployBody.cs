using System.Text.Json;
using AiSre.Domain.Alerts.Sources.Shapes;

namespace AiSre.Domain.Deploys.Shapes;

/// <summary>What a known tool's body says of a deploy.</summary>
/// <param name="Tool">Whose body it is.</param>
/// <param name="Deploy">Null: it is about no deploy.</param>
/// <param name="MayRunAgain">It names what was rolled out and not the run, so the same name may mean another run.</param>
/// <param name="Why">Why it is no deploy, for the sender.</param>
public sealed record ToolDeploy(string Tool, Deploy? Deploy, bool MayRunAgain, string? Why);

/// <summary>What the address of a request says of a deploy; it outweighs the body. Null parts are not said.</summary>
public readonly record struct DeployPlace(string? Service, string? Namespace, string? Environment, string? Cluster);

/// <summary>Reads the bodies of tools that tell of deploys.</summary>
public static class DeployBody
{
    /// <returns>Null when the body is no known tool's.</returns>
    public static ToolDeploy? Read(string workspace, JsonElement body, Func<string, string?>? header, DeployPlace said, DateTimeOffset now)
    {
        if (body.ValueKind is not JsonValueKind.Object) return null;
        var input = ShapeInput.Of(body, header);
        DeployShape? best = null;
        foreach (var shape in KnownDeployShapes.All)
            if ((best is null || shape.Recognise.Weight > best.Recognise.Weight) && shape.Recognise.Fit(input)) best = shape;
        return best is null ? null : Read(best, workspace, input, said, now);
    }

    private static ToolDeploy Read(DeployShape shape, string workspace, ShapeInput input, DeployPlace said, DateTimeOffset now)
    {
        if (shape.Status.Select(rule => rule.Of(input)).FirstOrDefault(status => status is not null) is not { } status)
            return None(shape, $"This body of {shape.Tool} tells of no deploy.");
        var run = Text(shape.Run, input, int.MaxValue);
        if ((run ?? Text(shape.Revision, input, int.MaxValue)) is not { } name)
            return None(shape, shape.Tell ?? $"This body of {shape.Tool} does not say which deploy it is about.");
        if ((said.Service ?? Text(shape.Service, input)) is not { } service)
            return None(shape, $"This body of {shape.Tool} names no service; say which in the address: ?service=…");
        return new(
            shape.Tool,
            new()
            {
                Workspace = workspace,
                Id = DeployId.Of(shape.Tool, name),
                Service = service,
                Namespace = said.Namespace ?? Text(shape.Namespace, input),
                Environment = said.Environment ?? Text(shape.Environment, input),
                Image = Text(shape.Image, input, 2 * DeployLimits.Text),
                Actor = Text(shape.Actor, input) ?? shape.Tool,
                CommitSha = Text(shape.CommitSha, input),
                Version = Text(shape.Version, input),
                Cluster = said.Cluster ?? Text(shape.Cluster, input),
                Workload = Text(shape.Workload, input),
                Url = Text(shape.Url, input, DeployLimits.Url) is { } url && IsWeb(url) ? url : null,
                At = Time(shape.Time, input, now) ?? now,
                FinishedAt = status.IsOver() ? Time(shape.Finished, input, now) : null,
                Status = status,
                Tool = shape.Tool,
            },
            MayRunAgain: run is null, null);
    }

    private static ToolDeploy None(DeployShape shape, string why) => new(shape.Tool, null, false, why);

    private static string? Text(ShapeText? text, in ShapeInput input, int longest = DeployLimits.Text) =>
        text?.Read(input) is not { } said ? null : OneLine(said.Length <= longest ? said : said[..longest]);

    private static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;

    /// <summary>What has happened is not in the future, whatever the sender's clock says.</summary>
    private static DateTimeOffset? Time(ShapeText? text, in ShapeInput input, DateTimeOffset now) =>
        text?.Time(input, out _) is not { } at ? null : at < now ? at : now;

    private static bool IsWeb(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
}
