namespace AiSre.Console.SignIn;

/// <param name="Host">Where the reader is.</param>
/// <param name="Next">Where he wanted to go.</param>
/// <param name="Problem">Why he was not let in.</param>
/// <param name="Issuer">Where one may sign in instead; null: nowhere.</param>
public sealed record SignInView(string Host, string Next, string? Problem, string? Issuer);
