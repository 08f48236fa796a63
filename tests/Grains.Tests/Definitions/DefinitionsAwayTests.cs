using AiSre.Grains.Definitions;

namespace AiSre.Grains.Tests.Definitions;

/// <summary>The ledger, which keeps the definitions, is away.</summary>
public sealed class DefinitionsAwayTests(SiloFixture fixture) : IClassFixture<SiloFixture>
{
    private readonly TestSilo silo = fixture.Silo;
    private readonly string workspace = fixture.Silo.NewTenant().Workspace;

    private IDefinitionsGrain Grain => silo.Grains.GetGrain<IDefinitionsGrain>(workspace);
    private IDefinitions Definitions => silo.Service<IDefinitions>();

    [Fact]
    public async Task What_was_known_stays_in_force()
    {
        await Grain.PutAsync([new("body", "users: {dave: {}}")], "root");
        Assert.Equal(["dave"], (await Definitions.OfAsync(workspace)).People.Keys);
        await silo.DeactivateAsync(Grain);
        silo.Reader.Broken = true;
        silo.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(["dave"], (await Definitions.OfAsync(workspace)).People.Keys);
        silo.Reader.Broken = false;
        await Grain.PutAsync([new("body", "users: {eve: {}}")], "root");
        silo.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(["eve"], (await Definitions.OfAsync(workspace)).People.Keys);
    }

    [Fact]
    public async Task What_is_not_known_is_not_taken_for_nothing()
    {
        silo.Reader.Broken = true;
        var asked = await Assert.ThrowsAnyAsync<Exception>(async () => await Definitions.OfAsync(workspace));
        var past = await Assert.ThrowsAnyAsync<Exception>(async () => await Definitions.AtAsync(workspace, silo.Clock.GetUtcNow().AddDays(-1)));
        var put = await Assert.ThrowsAnyAsync<Exception>(() => Grain.PutAsync([new("body", "{}")], "root"));
        Assert.All([asked, past, put], exception => Assert.True(LedgerFailure.Is(exception), $"{exception}"));
        silo.Reader.Broken = false;
        Assert.True((await Definitions.OfAsync(workspace)).IsEmpty);
    }

    [Fact]
    public async Task What_could_not_be_written_is_not_in_force()
    {
        await Grain.PutAsync([new("body", "users: {dave: {}}")], "root");
        silo.Database.Broken = true;
        await Assert.ThrowsAnyAsync<Exception>(() => Grain.PutAsync([new("body", "users: {eve: {}}")], "root"));
        silo.Database.Broken = false;
        Assert.Equal(["dave"], (await Definitions.OfAsync(workspace)).People.Keys);
        Assert.Single(await Grain.RevisionsAsync());
    }
}
