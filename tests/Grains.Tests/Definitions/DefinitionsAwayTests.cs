using AiSre.Grains.Definitions;

namespace AiSre.Grains.Tests.Definitions;

/// <summary>The ledger, which keeps the definitions, is away.</summary>
public sealed class DefinitionsAwayTests : IAsyncLifetime
{
    private TestSilo _silo = null!;
    private string _workspace = "";

    private IDefinitionsGrain Grain => _silo.Grains.GetGrain<IDefinitionsGrain>(_workspace);
    private IDefinitions Definitions => _silo.Service<IDefinitions>();

    public async ValueTask InitializeAsync()
    {
        _silo = await TestSilo.StartAsync();
        _workspace = _silo.NewTenant().Workspace;
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task What_was_known_stays_in_force()
    {
        await Grain.PutAsync([new("body", "users: {dave: {}}")], "root");
        Assert.Equal(["dave"], (await Definitions.OfAsync(_workspace)).People.Keys);
        await _silo.DeactivateAsync(Grain);
        _silo.Reader.Broken = true;
        _silo.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(["dave"], (await Definitions.OfAsync(_workspace)).People.Keys);
        _silo.Reader.Broken = false;
        await Grain.PutAsync([new("body", "users: {eve: {}}")], "root");
        _silo.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(["eve"], (await Definitions.OfAsync(_workspace)).People.Keys);
    }

    [Fact]
    public async Task What_is_not_known_is_not_taken_for_nothing()
    {
        _silo.Reader.Broken = true;
        var asked = await Assert.ThrowsAnyAsync<Exception>(async () => await Definitions.OfAsync(_workspace));
        var past = await Assert.ThrowsAnyAsync<Exception>(async () => await Definitions.AtAsync(_workspace, _silo.Clock.GetUtcNow().AddDays(-1)));
        var put = await Assert.ThrowsAnyAsync<Exception>(() => Grain.PutAsync([new("body", "{}")], "root"));
        Assert.All([asked, past, put], exception => Assert.True(LedgerFailure.Is(exception), $"{exception}"));
        _silo.Reader.Broken = false;
        Assert.True((await Definitions.OfAsync(_workspace)).IsEmpty);
    }

    [Fact]
    public async Task What_could_not_be_written_is_not_in_force()
    {
        await Grain.PutAsync([new("body", "users: {dave: {}}")], "root");
        _silo.Database.Broken = true;
        await Assert.ThrowsAnyAsync<Exception>(() => Grain.PutAsync([new("body", "users: {eve: {}}")], "root"));
        _silo.Database.Broken = false;
        Assert.Equal(["dave"], (await Definitions.OfAsync(_workspace)).People.Keys);
        Assert.Single(await Grain.RevisionsAsync());
    }
}
