using System.Collections.Immutable;

namespace AiSre.Domain.Definitions.OnCall;

/// <summary>Somebody who can be told.</summary>
public sealed record Person
{
    /// <summary>The name that everything else uses.</summary>
    public required string Id { get; init; }

    /// <summary>What channels call this person, by <see cref="PersonKey.Name"/>: an e-mail address, a member id in Slack.</summary>
    public ImmutableDictionary<string, string> Addresses { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Told when nobody else can be (target <c>role:admin</c>).</summary>
    public bool IsAdmin { get; init; }

    /// <summary>Null: none is known.</summary>
    public string? AddressUnder(PersonKey key) => Addresses.GetValueOrDefault(key.Name);

    /// <summary>The same person with another address; null takes it away.</summary>
    public Person At(string key, string? address) =>
        this with { Addresses = address is null ? Addresses.Remove(key) : Addresses.SetItem(key, address) };
}
