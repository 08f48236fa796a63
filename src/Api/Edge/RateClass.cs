namespace AiSre.Api.Edge;

/// <summary>What requests are counted together: each endpoint belongs to exactly one class.</summary>
internal enum RateClass
{
    /// <summary>Deliveries of senders; counted for keys that are bound to a workspace, all of one workspace together.</summary>
    Ingest,

    /// <summary>Reads; without a word of its own every GET.</summary>
    Read,

    /// <summary>Whatever else changes something; without a word of its own every other method.</summary>
    Write,

    /// <summary>Asks for an action, approves one, or starts what acts.</summary>
    Action,

    /// <summary>Has a cause looked for, or a chat model asked.</summary>
    Question,

    /// <summary>Reads a history to write something: post-mortems, hand-offs, exports.</summary>
    Report,

    /// <summary>Pages of the console: an open tab loads itself anew whenever something happens.</summary>
    Page,
}

internal sealed record RateCount(RateClass Class);

/// <summary>How an endpoint says what its requests are counted as, where that is not what its method says.</summary>
internal static class RateClasses
{
    public static TBuilder CountsAs<TBuilder>(this TBuilder builder, RateClass rate) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new RateCount(rate)));
        return builder;
    }

    public static RateClass Of(EndpointMetadataCollection metadata, bool isIngest, bool isPage)
    {
        if (metadata.GetMetadata<RateCount>() is { } said) return said.Class;
        if (isIngest) return RateClass.Ingest;
        var reads = metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.All(
            static method => HttpMethods.IsGet(method) || HttpMethods.IsHead(method));
        return reads is false ? RateClass.Write : isPage ? RateClass.Page : RateClass.Read;
    }

    /// <summary>As refusals and metrics call what was counted.</summary>
    public static string Word(this RateClass rate) => rate switch
    {
        RateClass.Ingest => "deliveries",
        RateClass.Read => "reads",
        RateClass.Write => "changes",
        RateClass.Action => "actions",
        RateClass.Question => "questions",
        RateClass.Report => "reports",
        _ => "pages",
    };
}
