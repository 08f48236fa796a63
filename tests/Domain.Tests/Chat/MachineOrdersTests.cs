using AiSre.Domain.Chat;

namespace AiSre.Domain.Tests.Chat;

public sealed class MachineOrdersTests
{
    [Theory, MemberData(nameof(InjectedLines.Orders), MemberType = typeof(InjectedLines))]
    public void What_reads_like_orders_to_a_machine_is_marked(string line)
    {
        Assert.True(MachineOrders.In(line));
        Assert.True(MachineOrders.In($"2026-03-01 12:00:01 ERROR request failed\n{line}\nat handler.go:12"));
    }

    [Theory, MemberData(nameof(InjectedLines.Harmless), MemberType = typeof(InjectedLines))]
    public void What_machines_write_every_day_is_not(string line) => Assert.False(MachineOrders.In(line));

    [Fact]
    public void There_are_enough_of_them_to_mean_something() => Assert.True(InjectedLines.Orders.Count >= 30);
}
