namespace AiSre.Grains.Definitions;

/// <summary>The value of one of this silo's environment variables, to which the operator's definitions may refer; null when it is not set.</summary>
public delegate string? EnvironmentVariable(string name);
