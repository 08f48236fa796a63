namespace AiSre.Grains.Incidents;

/// <summary>
/// By which key a command came whose body names somebody else. It goes along with the calls of its request, so that timelines and the audit can say
/// who vouches for the name.
/// </summary>
public static class ActedVia
{
    private const string Name = "aisre.via";

    /// <summary>The key's name; null where the actor is the key's own.</summary>
    public static string? Key => RequestContext.Get(Name) as string;

    /// <summary>For the rest of the method that says so, and what it calls.</summary>
    public static void Set(string key) => RequestContext.Set(Name, key);
}
