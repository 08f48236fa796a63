namespace AiSre.Console.Requests;

/// <summary>What the console must know of keys and sessions, which are the API's.</summary>
public interface IConsoleDoor
{
    /// <summary>Who has come in; only asked where the edge has let somebody in.</summary>
    ConsoleUser UserOf(HttpContext context);

    /// <summary>What a form of this session carries, another text each time. Begins a session where the platform runs without keys.</summary>
    string FormToken(HttpContext context);

    bool IsFormToken(HttpContext context, string? token);

    /// <summary>Begins a session.</summary>
    /// <returns>Null when the key is right, else what to say.</returns>
    string? SignIn(HttpContext context, string key);

    void SignOut(HttpContext context);

    /// <summary>Whether a session that lasts holds now, without refusing anything.</summary>
    bool IsSignedIn(HttpContext context);

    /// <summary>Whether the shop that does not exist may be made here.</summary>
    bool MaySeedDemo { get; }

    /// <summary>Whether actions are executed for real where the platform runs without keys.</summary>
    bool MayActWithoutKeys { get; }

    /// <summary>Gives the calls that follow as much time as a new request has: long work would otherwise be cut off in its midst.</summary>
    void BeginCalls();

    /// <summary>Valid as the name of a workspace.</summary>
    bool IsWorkspace(string text);
}
