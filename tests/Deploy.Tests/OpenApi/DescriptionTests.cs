using AiSre.TestHost;

namespace AiSre.Deploy.Tests.OpenApi;

/// <summary>
/// Other people's programs read the API's description: a linter finds nothing in it, and a client that is generated from it compiles.
/// </summary>
public sealed class DescriptionTests(DescriptionTests.Workshop workshop) : IClassFixture<DescriptionTests.Workshop>
{
    [Fact]
    public void Spectral_finds_nothing() =>
        workshop.Run("spectral", "lint", "v1.json", "--ruleset", "spectral.yaml", "--fail-severity", "hint", "--quiet");

    [Fact]
    public void A_generated_TypeScript_client_compiles()
    {
        workshop.Run("openapi-typescript", "v1.json", "--output", "api.ts");
        workshop.Run(
            "tsc", "--strict", "--noEmit", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", "--lib", "es2022,dom",
            "client.ts");
    }

    /// <summary>
    /// A folder with the description of a server that runs, and the programs of <c>package-lock.json</c>, which stay there for the next run.
    /// </summary>
    public sealed class Workshop : IAsyncLifetime
    {
        private static readonly string[] Files = ["package.json", "package-lock.json", "spectral.yaml", "client.ts"];

        private readonly string folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "openapi")).FullName;

        public async ValueTask InitializeAsync()
        {
            Programs.Require("npm");
            Programs.Require("node");
            var installed = Path.Combine(folder, "node_modules", ".package-lock.json");
            var isCurrent = File.Exists(installed) && Files.Take(2).All(IsCopied);
            foreach (var file in Files)
                File.Copy(Repository.Folder("tests", "Deploy.Tests", "OpenApi", file), Path.Combine(folder, file), overwrite: true);
            if (!isCurrent) Programs.RunIn(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
            await using var silo = await SiloProcess.StartAsync();
            await File.WriteAllTextAsync(
                Path.Combine(folder, "v1.json"), await silo.Http.GetStringAsync("openapi/v1.json", TestContext.Current.CancellationToken));
        }

        private bool IsCopied(string file) =>
            File.ReadAllText(Path.Combine(folder, file)) == Repository.Read("tests", "Deploy.Tests", "OpenApi", file);

        public void Run(string program, params string[] arguments) =>
            Programs.RunIn(folder, "node", [Path.Combine("node_modules", ".bin", program), .. arguments]);

        public ValueTask DisposeAsync() => default;
    }
}
