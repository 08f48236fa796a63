using System.Text.Json;
using k8s.Models;

namespace AiSre.Diagnosis.Scenes;

/// <summary>An object of a kind that came with a CustomResourceDefinition.</summary>
/// <param name="Spec">Undefined where it has none.</param>
/// <param name="Status">Undefined where it has none.</param>
public sealed record CustomObject(string ApiVersion, string Kind, V1ObjectMeta Metadata, JsonElement Spec, JsonElement Status);
