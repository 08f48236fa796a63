using System.Collections.Immutable;
using AiSre.Domain.Definitions.OnCall;

namespace AiSre.Domain.Definitions.Notifications;

/// <summary>What a sandbox is like: to the rules the kind of channel that it plays, and to the world nothing.</summary>
public sealed class SandboxChannelType : ChannelType
{
    private static readonly ImmutableArray<(string Word, SandboxChannelType Type)> Plays =
    [
        ("chat", new(ChannelKind.Chat)), ("pager", new(ChannelKind.Pager)), ("mail", new(ChannelKind.Mail)),
    ];

    private SandboxChannelType(ChannelKind kind) => Kind = kind;

    /// <summary>As definitions name it; which kind it plays the channel says.</summary>
    public static SandboxChannelType Instance => Plays[0].Type;

    public override string Name => "sandbox";
    public override ChannelKind Kind { get; }
    public override ImmutableArray<ChannelKey> Keys => [ChannelKey.Open("as")];
    public override RateLimit Rate => RateLimit.None;

    /// <summary>It can take everything.</summary>
    public override int DigestAfter => 0;

    public override PersonKey? Person => null;
    public override string? Source => null;

    public static SandboxChannelType As(ChannelKind kind) => Plays.First(play => play.Type.Kind == kind).Type;

    public override ChannelDefinition Read(string name, ChannelFields fields)
    {
        var word = fields.Word("as", [.. Plays.Select(play => play.Word)]) ?? Plays[0].Word;
        return new SandboxChannel { Name = name, Kind = Plays.First(play => play.Word == word).Type.Kind };
    }
}
