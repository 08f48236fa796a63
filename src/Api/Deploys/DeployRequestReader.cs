using AiSre.Api.Errors;
using AiSre.Domain.Deploys;
using AiSre.Domain.Deploys.Shapes;

namespace AiSre.Api.Deploys;

/// <summary>Makes a deploy of what a pipeline sent in our own words, or says of every field what is wrong with it.</summary>
internal static class DeployRequestReader
{
    private const int LongestImage = 2 * DeployLimits.Text;

    /// <param name="request">What was sent.</param>
    /// <param name="said">What the address says; it outweighs the body.</param>
    /// <param name="workspace">Whose deploy it is.</param>
    /// <param name="id">Its id where the body names none.</param>
    /// <param name="caller">Who sends, where the body names nobody.</param>
    /// <param name="now">When it came.</param>
    public static (Deploy? Deploy, ProblemResult? Problem) Read(
        DeployRequest request, DeployPlace said, string workspace, string id, string caller, DateTimeOffset now)
    {
        var errors = new List<FieldError>();
        var service = said.Service ?? Text(request.Service, "service");
        if (said.Service is null && string.IsNullOrWhiteSpace(request.Service)) Wrong("service", "Must be 1 to 200 characters long.");
        var status = DeployStatus.Succeeded;
        if (request.Status is { } word && !DeployStatuses.Words.TryGetValue(word.Trim(), out status))
            Wrong("status", $"Must be one of {string.Join(", ", DeployStatuses.Words.Keys)}.");
        var at = request.Timestamp ?? now;
        if (at > now + DeployLimits.Skew) Wrong("timestamp", "Must not be in the future: a deploy is told of when it has begun.");
        else if (at < now - DeployLimits.Kept) Wrong("timestamp", Invariant($"Must be within the last {DeployLimits.Kept.TotalDays:0} days."));
        var url = Text(request.Url, "url", DeployLimits.Url);
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            Wrong("url", "Must be an address of http or https.");
        var deploy = new Deploy
        {
            Workspace = workspace,
            Id = Text(request.DeployId, "deploy_id") ?? id,
            Service = service ?? "",
            Namespace = said.Namespace ?? Text(request.Namespace, "namespace"),
            Environment = said.Environment ?? Text(request.Environment, "environment"),
            Image = Text(request.Image, "image", LongestImage),
            Actor = Text(request.Actor, "actor") ?? caller,
            CommitSha = Text(request.CommitSha, "commit_sha"),
            Version = Text(request.Version, "version"),
            At = at < now ? at : now,
            Status = status,
            Url = url,
            Cluster = said.Cluster ?? Text(request.Cluster, "cluster"),
            Workload = Text(request.Workload, "workload"),
        };
        return errors.Count == 0 ? (deploy, null) : (null, Problems.Unprocessable(errors));

        void Wrong(string field, string message) => errors.Add(new(["body", field], message));

        // A pipeline whose variable is empty says nothing.
        string? Text(string? text, string field, int longest = DeployLimits.Text)
        {
            if (text?.Trim() is not { Length: > 0 } trimmed) return null;
            if (trimmed.Length > longest) Wrong(field, Invariant($"Must be at most {longest} characters long."));
            else if (trimmed.Any(char.IsControl)) Wrong(field, "Must be one line of text.");
            else return trimmed;
            return null;
        }
    }
}
