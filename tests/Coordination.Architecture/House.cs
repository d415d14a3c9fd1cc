using System.Xml.Linq;
using Coordination.Shared;
using Mono.Cecil;

namespace Coordination.Architecture;

/// <summary>The product as it lies in its folder and as it was compiled.</summary>
internal static class House
{
    public static readonly string[] Projects = ["Contracts", "Domain", "Grains", "Storage", "Connectors", "Host", "Console", "Cli"];

    private static readonly Dictionary<string, AssemblyDefinition> Compiled = Projects.ToDictionary(project => project, project => AssemblyDefinition.ReadAssembly(
        Path.Combine(AppContext.BaseDirectory, project == "Cli" ? "coordctl.dll" : $"Coordination.{project}.dll")));

    public static string Root { get; } = Repository.PathOf();

    public static AssemblyDefinition Assembly(string project) => Compiled[project];

    /// <summary>The project that an assembly is made from; null for what is not ours.</summary>
    public static string? ProjectOf(string assembly)
        => assembly == "coordctl" ? "Cli" : assembly.StartsWith("Coordination.", StringComparison.Ordinal) ? assembly["Coordination.".Length..] : null;

    public static XDocument ProjectFile(string project) => XDocument.Load(Path.Combine(Root, "src", $"Coordination.{project}", $"Coordination.{project}.csproj"));

    /// <summary>The types that people wrote, nested ones too; what a compiler or generator made is left out.</summary>
    public static IEnumerable<TypeDefinition> Types(string project)
        => Assembly(project).Modules.SelectMany(module => module.GetTypes())
            .Where(type => type.Outermost().Namespace.StartsWith("Coordination.", StringComparison.Ordinal) && !IsMade(type));

    /// <summary>Our source files, as paths from the root with forward slashes.</summary>
    public static IEnumerable<string> Files(string folder, params string[] extensions)
        => Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "TestResults") && extensions.Contains(Path.GetExtension(file)))
            .Order(StringComparer.Ordinal);

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static TypeDefinition Outermost(this TypeDefinition type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type;
    }

    private static bool IsMade(TypeDefinition type)
    {
        for (var each = type; each is not null; each = each.DeclaringType)
        {
            if (each.Name.Contains('<', StringComparison.Ordinal) || each.CustomAttributes.Any(one => one.AttributeType.Name is "CompilerGeneratedAttribute" or "GeneratedCodeAttribute"))
            {
                return true;
            }
        }

        return false;
    }
}
