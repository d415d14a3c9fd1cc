using Coordination.Shared;

namespace Coordination.Deploy.Tests;

/// <summary>The folder <c>deploy</c> as it lies in the repository.</summary>
internal static class Deployment
{
    public static string Folder { get; } = Repository.PathOf("deploy");

    public static string PathOf(string file) => Path.Combine(Folder, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    /// <summary>All files that belong to it, with forward slashes; what is made on a machine (<c>secrets</c>) does not.</summary>
    public static IEnumerable<string> Files()
        => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("secrets/", StringComparison.Ordinal) && !file.EndsWith(".received", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    public static IEnumerable<string> Files(string under, string extension)
        => Files().Where(file => file.StartsWith(under, StringComparison.Ordinal) && file.EndsWith(extension, StringComparison.Ordinal));
}
