namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>The fields of one alert as its shape finds them; each look is noted for those who want to know where a value came from.</summary>
/// <param name="shape">How the tool writes.</param>
/// <param name="input">One alert.</param>
/// <param name="traces">Where to note it; null when nobody asks, as for every alert that comes in.</param>
internal sealed class ShapeFields(SourceShape shape, ShapeInput input, ICollection<ShapeTrace>? traces)
{
    public string? Text(string field, ShapeText? text)
    {
        if (text is null) return null;
        var value = text.Read(input, out var from);
        traces?.Add(new(field, from?.Text, value, text.ToString()));
        return value;
    }

    public DateTimeOffset? Time(string field, ShapeText? text)
    {
        if (text is null) return null;
        var time = text.Time(input, out var from);
        traces?.Add(new(field, from?.Text, time?.ToString("O"), text.ToString()));
        return time;
    }

    /// <summary>What the first rule says that knows its word, and the word; an unknown word is a warning, and never ends anything.</summary>
    public (SignalKind Kind, string? Word, bool IsUnknown) State(ref WarningList warnings)
    {
        string? unknown = null;
        foreach (var rule in shape.State)
        {
            if (rule.From is null) return Decided(rule.Always, null, "always");
            if (rule.From.Read(input, out var from) is not { } word) continue;
            if (rule.Of(word) is { } kind) return Decided(kind, word, from!.Text);
            unknown ??= word;
        }
        if (unknown is not null)
            warnings.Add($"The state \"{SignalLimits.Cut(SignalLimits.Short(unknown) ?? "", 64)}\" is not known; the alert is taken to go on.");
        return Decided(SignalKind.Firing, unknown, null) with { IsUnknown = unknown is not null };
    }

    public Severity? Severity()
    {
        foreach (var rule in shape.Severity)
        {
            if (rule.From is null) return Decided(rule.Always, null, "always");
            if (rule.From.Read(input, out var from) is { } word && rule.Knows(word, out var severity)) return Decided(severity, word, from!.Text);
        }
        traces?.Add(new("severity", null, null, string.Join(", ", shape.Severity.Select(rule => rule.From))));
        return null;
    }

    public AlertSubject Subject(AlertSubject tags)
    {
        var pod = Part("pod", shape.Pod);
        return new()
        {
            Cluster = Part("cluster", shape.Cluster) ?? tags.Cluster,
            Namespace = Part("namespace", shape.Namespace) ?? tags.Namespace,
            Pod = pod ?? tags.Pod,
            Deployment = Part("deployment", shape.Deployment) ?? (pod is null ? null : PodName.Workload(pod)) ?? tags.Deployment,
            Service = Part("service", shape.Service) ?? tags.Service,
            Node = Part("host", shape.Host) ?? tags.Node,
            Container = Part("container", shape.Container) ?? tags.Container,
        };
    }

    public TagList Tags()
    {
        var tags = new TagList();
        foreach (var element in shape.Tags?.Elements(input) ?? []) tags.AddJson(element);
        foreach (var (name, value) in shape.Labels)
            if (Text($"labels.{name}", value) is { } text) tags.Add(name, text);
        return tags;
    }

    public LinkList Links()
    {
        var links = new LinkList();
        foreach (var (name, value) in shape.Links)
        {
            var first = true;
            foreach (var url in value.ReadAll(input).Take(10))
            {
                if (first) traces?.Add(new($"links.{name}", value.ToString(), url, value.ToString()));
                first = false;
                links.Add(name, url);
            }
        }
        return links;
    }

    private string? Part(string field, ShapeText? text) => SignalLimits.Short(Text(field, text));

    private (SignalKind Kind, string? Word, bool IsUnknown) Decided(SignalKind kind, string? word, string? from)
    {
        traces?.Add(new("state", from, ShapeStateRule.NameOf(kind), string.Join(", ", shape.State.Select(rule => rule.From))));
        return (kind, word, false);
    }

    private Severity? Decided(Severity? severity, string? word, string from)
    {
        traces?.Add(new("severity", from, severity?.Name() ?? "default", word ?? from));
        return severity;
    }
}
