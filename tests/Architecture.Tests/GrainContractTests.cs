using System.Reflection;

namespace AiSre.Architecture.Tests;

/// <summary>What is sent and stored is found by names that do not change when the code is moved or renamed.</summary>
public sealed class GrainContractTests
{
    private static IEnumerable<Type> All => House.Projects.SelectMany(House.Written);

    private static IEnumerable<Type> Interfaces => All.Where(type => type.IsInterface && type.IsAssignableTo(typeof(IAddressable)));

    [Fact]
    public void Every_grain_interface_has_an_alias() => Violations.None("Interfaces without an alias",
        from type in Interfaces
        where !type.IsDefined(typeof(AliasAttribute), inherit: false)
        select type.FullName!);

    [Fact]
    public void Every_method_of_a_grain_interface_has_an_alias() => Violations.None("Methods without an alias",
        from type in Interfaces
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public)
        where !method.IsDefined(typeof(AliasAttribute), inherit: false)
        select $"{type}.{method.Name}");

    [Fact]
    public void Every_serialised_type_has_an_alias() => Violations.None("Serialised types without an alias",
        from type in All
        where type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false) && !type.IsDefined(typeof(AliasAttribute), inherit: false)
        select type.FullName!);

    [Fact]
    public void An_alias_belongs_to_one_type() => Violations.None("Aliases of several types",
        from type in All
        from alias in type.GetCustomAttributes<AliasAttribute>(inherit: false)
        group type by alias.Alias into same
        where same.Count() > 1
        select $"{same.Key}: {string.Join(", ", same)}");

    [Fact]
    public void Every_grain_has_a_type_name() => Violations.None("Grains without a type name",
        from type in All
        where type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IGrain))
            && !type.IsDefined(typeof(GrainTypeAttribute), inherit: false)
        select type.FullName!);
}
