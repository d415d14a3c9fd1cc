using Mono.Cecil;

namespace Coordination.Architecture;

/// <summary>What a compiled type names anywhere: in its signatures, its attributes and the bodies of its methods.</summary>
internal static class Uses
{
    /// <summary>Every type that this one names, with those nested in it (closures and state machines too); itself left out.</summary>
    public static IReadOnlySet<TypeReference> Of(TypeDefinition outermost)
    {
        var found = new Dictionary<string, TypeReference>(StringComparer.Ordinal);
        foreach (var type in WithNested(outermost))
        {
            Add(found, type.BaseType);
            AddAll(found, type.Interfaces.Select(one => one.InterfaceType));
            AddAll(found, type.Fields.Select(field => field.FieldType));
            AddAll(found, Attributes(type));
            foreach (var member in type.Fields.Cast<ICustomAttributeProvider>().Concat(type.Properties).Concat(type.Methods))
            {
                AddAll(found, Attributes(member));
            }

            foreach (var method in type.Methods)
            {
                AddSignature(found, method);
                AddBody(found, method);
            }
        }

        return found.Values.ToHashSet();
    }

    /// <summary>Every member of other types that the type's methods call or read.</summary>
    public static IEnumerable<MemberReference> Members(TypeDefinition outermost)
        => WithNested(outermost).SelectMany(type => type.Methods).Where(method => method.HasBody)
            .SelectMany(method => method.Body.Instructions).Select(one => one.Operand).OfType<MemberReference>().Where(one => one is not TypeReference);

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider of)
        => of.CustomAttributes.SelectMany(one => one.ConstructorArguments.Select(argument => argument.Value).OfType<TypeReference>().Append(one.AttributeType));

    private static void AddSignature(Dictionary<string, TypeReference> found, MethodReference method)
    {
        Add(found, method.ReturnType);
        AddAll(found, method.Parameters.Select(parameter => parameter.ParameterType));
        if (method is GenericInstanceMethod generic)
        {
            AddAll(found, generic.GenericArguments);
        }
    }

    private static void AddBody(Dictionary<string, TypeReference> found, MethodDefinition method)
    {
        if (!method.HasBody)
        {
            return;
        }

        AddAll(found, method.Body.Variables.Select(variable => variable.VariableType));
        foreach (var operand in method.Body.Instructions.Select(one => one.Operand))
        {
            switch (operand)
            {
                case TypeReference type:
                    Add(found, type);
                    break;
                case MethodReference called:
                    Add(found, called.DeclaringType);
                    AddSignature(found, called);
                    break;
                case FieldReference field:
                    Add(found, field.DeclaringType);
                    Add(found, field.FieldType);
                    break;
            }
        }
    }

    private static void AddAll(Dictionary<string, TypeReference> found, IEnumerable<TypeReference> types)
    {
        foreach (var type in types)
        {
            Add(found, type);
        }
    }

    private static void Add(Dictionary<string, TypeReference> found, TypeReference? type)
    {
        switch (type)
        {
            case null or GenericParameter:
                break;
            case GenericInstanceType generic:
                Add(found, generic.ElementType);
                AddAll(found, generic.GenericArguments);
                break;
            case TypeSpecification wrapped:
                Add(found, wrapped.ElementType);
                break;
            default:
                found.TryAdd(type.FullName, type);
                break;
        }
    }
}
