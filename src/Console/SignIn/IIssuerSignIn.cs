namespace AiSre.Console.SignIn;

/// <summary>Signing in elsewhere: an issuer (OpenID Connect) says who it is, and its browser comes back with a code.</summary>
public interface IIssuerSignIn
{
    /// <summary>How the issuer is called; null: nobody signs in elsewhere.</summary>
    string? Name { get; }

    /// <summary>Where the browser goes.</summary>
    /// <param name="http">The request; its answer remembers that somebody has set out.</param>
    /// <param name="next">Where he wanted to go.</param>
    /// <returns>Null when the issuer does not answer.</returns>
    Task<string?> BeginAsync(HttpContext http, string next);

    /// <summary>Begins a session for whoever comes back.</summary>
    /// <returns>Where he wanted to go; or why he is not let in.</returns>
    Task<(string? Next, string? Problem)> FinishAsync(HttpContext http);
}
