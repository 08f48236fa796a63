namespace AiSre.Api.Requests;

/// <summary>A part of the address, as the description shows it. The route reads it.</summary>
internal sealed record PathParameter(string Name, string Description, string Example);
