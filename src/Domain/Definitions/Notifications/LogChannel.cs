using System.Collections.Immutable;
using AiSre.Domain.Definitions.OnCall;

namespace AiSre.Domain.Definitions.Notifications;

/// <summary>The platform's own log: always there, never defined, and where goes what has no other place.</summary>
public sealed record LogChannel : ChannelDefinition
{
    public const string ChannelName = "log";

    private static readonly LogChannelType TypeOfLog = new();

    public override ChannelType Type => TypeOfLog;

    public override bool Has(string address) => true;

    public override string? ProblemWith(string address) => null;

    public override PersonAddress AddressOf(Person person) => PersonAddress.Shared();

    private sealed class LogChannelType : ChannelType
    {
        public override string Name => ChannelName;
        public override ChannelKind Kind => ChannelKind.Log;
        public override ImmutableArray<ChannelKey> Keys => [];
        public override RateLimit Rate => RateLimit.None;

        /// <summary>It can take everything.</summary>
        public override int DigestAfter => 0;

        public override PersonKey? Person => null;
        public override string? Source => null;

        public override ChannelDefinition Read(string name, ChannelFields fields) => throw new NotSupportedException("The log is not defined.");
    }
}
