using AiSre.Api.Settings;
using AiSre.Domain.Incidents;
using AiSre.Silo.Definitions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace AiSre.Silo;

/// <summary>
/// Which service needs which: <c>topology.yaml</c> in <c>AI_SRE_CONFIG_DIR</c> (default <c>./config</c>), read at the start. No file means that
/// nothing is known; a file that cannot be read stops the start with its place.
/// </summary>
internal static class TopologyFile
{
    public const string Name = "topology.yaml";

    private const string Allowed = "allowed is one key, services, with a list of services for each service";

    public static Topology Read(IConfiguration configuration) => Read(DefinitionsFolder.PathOf(configuration));

    public static Topology Read(string directory)
    {
        var path = Path.GetFullPath(Path.Combine(directory, Name));
        if (!File.Exists(path)) return Topology.Empty;
        try
        {
            var yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
            var content = yaml.Deserialize<Content?>(File.ReadAllText(path));
            return new Topology((content?.Services ?? [])
                .Select(service => KeyValuePair.Create<string, IReadOnlyCollection<string>>(service.Key, service.Value ?? [])));
        }
        catch (YamlException exception)
        {
            throw new SettingException($"{path}, line {exception.Start.Line}: {exception.InnerException?.Message ?? exception.Message} ({Allowed}).");
        }
    }

    private sealed class Content
    {
        public Dictionary<string, List<string>?>? Services { get; set; }
    }
}
