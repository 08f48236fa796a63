namespace AiSre.Integrations.Chat;

/// <summary>How a chat model is spoken to.</summary>
public enum ChatProvider
{
    /// <summary>The chat completions of OpenAI, and of the many servers that speak like it.</summary>
    OpenAI = 1,

    /// <summary>Anthropic's Messages API.</summary>
    Anthropic = 2,

    /// <summary>Ollama's own API.</summary>
    Ollama = 3,
}

/// <summary>The chat model of an installation.</summary>
public sealed record ChatModelOptions
{
    public required ChatProvider Provider { get; init; }

    /// <summary>Null: the provider's own.</summary>
    public Uri? Url { get; init; }

    /// <summary>As the provider calls it.</summary>
    public required string Model { get; init; }

    /// <summary>Null: the server wants none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>
    /// 0 unless the model takes none. Default 0: equal questions should have equal answers. Anthropic's library sends none at all.
    /// </summary>
    public float? Temperature { get; init; } = 0;

    /// <summary>Of one answer. Default 1,200.</summary>
    public int MostOutputTokens { get; init; } = 1_200;
}
