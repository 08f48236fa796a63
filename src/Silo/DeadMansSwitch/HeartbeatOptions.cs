using System.Globalization;
using AiSre.Api.Security;

namespace AiSre.Silo.DeadMansSwitch;

/// <summary>Who is told regularly that the platform works, so that somebody notices when it does not.</summary>
/// <param name="Url">Asked with GET. <c>AI_SRE_HEARTBEAT_URL</c>, an http or https address; null, the default, tells nobody. It often holds a secret, so it is never logged.</param>
/// <param name="Period">From one beat to the next. <c>AI_SRE_HEARTBEAT_SECONDS</c>, 1 to 3,600, default 60.</param>
public sealed record HeartbeatOptions(Uri? Url, TimeSpan Period)
{
    private const string UrlName = "AI_SRE_HEARTBEAT_URL";
    private const string SecondsName = "AI_SRE_HEARTBEAT_SECONDS";

    public static HeartbeatOptions Read(IConfiguration configuration)
    {
        Uri? url = null;
        if (configuration[UrlName] is { Length: > 0 } text && (!Uri.TryCreate(text, UriKind.Absolute, out url) || url.Scheme is not ("http" or "https")))
            throw new SettingException($"{UrlName} is no address; allowed is one that starts with http:// or https://.");
        var seconds = 60;
        if (configuration[SecondsName] is { Length: > 0 } number
            && !(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) && seconds is >= 1 and <= 3_600))
            throw new SettingException($"{SecondsName} is '{number}'; allowed are whole numbers from 1 to 3600.");
        return new(url, TimeSpan.FromSeconds(seconds));
    }
}
