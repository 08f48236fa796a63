namespace AiSre.Api.Settings;

/// <summary>A setting that the process must not start with. The message is one line that names it and what is allowed, and holds no secret.</summary>
public sealed class SettingException(string message) : Exception(message);

/// <summary>What the parser of a setting throws.</summary>
/// <param name="what">What is wrong, to be read after the setting's name: "has the parameter 'x'". Null says "is 'value'", or less of a
/// secret.</param>
/// <param name="allowed">What is allowed at this place, where that is not what the setting says of the whole value.</param>
internal sealed class WrongValueException(string? what = null, string? allowed = null) : Exception
{
    public string? What => what;

    public string? Allowed => allowed;
}
