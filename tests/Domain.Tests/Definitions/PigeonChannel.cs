using System.Collections.Immutable;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;

namespace AiSre.Domain.Tests.Definitions;

/// <summary>A vendor that nobody has heard of: carrier pigeons. Everything that the platform knows of them is in this file.</summary>
public sealed class PigeonChannelType : ChannelType
{
    public static PigeonChannelType Instance { get; } = new();

    public override string Name => "pigeon";
    public override ChannelKind Kind => ChannelKind.Pager;
    public override ImmutableArray<ChannelKey> Keys => [ChannelKey.Secret("whistle"), ChannelKey.Open("loft")];
    public override RateLimit Rate => new(0.5, 2);
    public override int DigestAfter => 7;
    public override PersonKey Person { get; } = new("roof", "the name of a roof", static roof => roof.StartsWith("roof-", StringComparison.Ordinal));
    public override string? Source => null;

    public override ChannelDefinition Read(string name, ChannelFields fields) =>
        new PigeonChannel { Name = name, Whistle = fields.Needed("whistle", "a tune") ?? "", Loft = fields.Setting("loft").Value };
}

public sealed record PigeonChannel : ChannelDefinition
{
    public override ChannelType Type => PigeonChannelType.Instance;
    public required string Whistle { get; init; }
    public string? Loft { get; init; }

    public override bool Has(string address) => address != DefaultAddress || Loft is not null;

    public override string? ProblemWith(string address) => address.StartsWith("loft-", StringComparison.Ordinal) ? null : $"'{address}' is no loft.";

    public override PersonAddress AddressOf(Person person) =>
        person.AddressUnder(PigeonChannelType.Instance.Person) is { } roof ? PersonAddress.At(roof) : PersonAddress.Shared();
}
