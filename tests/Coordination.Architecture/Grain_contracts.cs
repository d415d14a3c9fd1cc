using Coordination.Shared;
using Mono.Cecil;

namespace Coordination.Architecture;

/// <summary>What silos of two versions say to each other while one replaces the other.</summary>
public sealed class Grain_contracts
{
    [Fact]
    public void What_grains_say_to_each_other_is_the_approved()
    {
        var types = House.Types("Grains").OrderBy(type => type.FullName, StringComparer.Ordinal).ToArray();
        var said = types.Where(IsGrainInterface).Select(Interface).Concat(types.Where(IsSerialised).Select(Record));

        Approved.Check("grain-contracts.txt", string.Join("\n", said));
    }

    [Fact]
    public void Nothing_travels_under_a_name_that_a_renaming_would_change()
        => Sentences.None(
            from type in House.Types("Grains")
            where IsGrainInterface(type) || IsSerialised(type)
            from nameless in type.Methods.Where(method => type.IsInterface && Alias(method) is null).Select(method => method.FullName)
                .Concat(Alias(type) is null ? [type.FullName] : [])
            select $"{nameless} has no alias");

    private static string Interface(TypeDefinition type)
        => $"interface {Alias(type)} ({type.FullName})\n"
            + string.Concat(type.Methods.OrderBy(method => method.Name, StringComparer.Ordinal)
                .Select(method => $"  {Alias(method)}: {method.Name}({string.Join(", ", method.Parameters.Select(parameter => Short(parameter.ParameterType)))}) -> {Short(method.ReturnType)}\n"));

    private static string Record(TypeDefinition type)
        => $"{(type.IsEnum ? "enum" : "record")} {Alias(type)} ({type.FullName})\n"
            + string.Concat(Members(type).OrderBy(member => member.Id).Select(member => $"  {member.Id}: {member.Name} {member.Type}\n"));

    private static IEnumerable<(uint Id, string Name, string Type)> Members(TypeDefinition type)
        => type.Properties.Select(one => (Numbered: (ICustomAttributeProvider)one, one.Name, Type: one.PropertyType))
            .Concat(type.Fields.Select(one => (Numbered: (ICustomAttributeProvider)one, one.Name, Type: one.FieldType)))
            .SelectMany(one => one.Numbered.CustomAttributes.Where(mark => mark.AttributeType.Name == "IdAttribute").Select(mark => ((uint)mark.ConstructorArguments[0].Value, one.Name, Short(one.Type))));

    private static bool IsGrainInterface(TypeDefinition type) => type.IsInterface && type.Interfaces.Any(one => one.InterfaceType.FullName.StartsWith("Orleans.IGrain", StringComparison.Ordinal));

    private static bool IsSerialised(TypeDefinition type) => type.CustomAttributes.Any(mark => mark.AttributeType.Name == "GenerateSerializerAttribute");

    private static string? Alias(ICustomAttributeProvider of)
        => (string?)of.CustomAttributes.FirstOrDefault(mark => mark.AttributeType.Name == "AliasAttribute")?.ConstructorArguments[0].Value;

    private static string Short(TypeReference type)
        => type is GenericInstanceType generic ? $"{generic.ElementType.Name.Split('`')[0]}<{string.Join(", ", generic.GenericArguments.Select(Short))}>" : type.Name;
}
