namespace AiSre.Diagnosis.Scenes;

/// <summary>That one service calls another, as a topology file or a mesh says.</summary>
public sealed record KnownCall(string From, string To);
