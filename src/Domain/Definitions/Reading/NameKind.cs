namespace AiSre.Domain.Definitions.Reading;

/// <summary>Names that several sections refer to, by what people call the thing. A section may define names of other kinds.</summary>
public static class NameKind
{
    public const string Team = "team";
    public const string User = "user";
    public const string Policy = "policy";
    public const string Channel = "channel";
}
