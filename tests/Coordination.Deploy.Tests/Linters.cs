using Coordination.Shared;

namespace Coordination.Deploy.Tests;

/// <summary>Linters from npm, in the versions of <c>package-lock.json</c>, fetched once for each build folder.</summary>
internal static class Linters
{
    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    /// <summary>Runs one of them on files of the deployment.</summary>
    public static async Task<Ran> RunAsync(string linter, params string[] arguments)
        => await Ran.ProgramAsync(Path.Combine(await Installed.Value, "node_modules", ".bin", linter), arguments);

    public static string Configuration(string file) => Repository.PathOf("tests", typeof(Linters).Assembly.GetName().Name!, file);

    private static async Task<string> InstallAsync()
    {
        // In the build's own folder, where nothing that is fetched can be taken for ours.
        var folder = Repository.PathOf("tests", typeof(Linters).Assembly.GetName().Name!, "obj", "linters");
        var wanted = await File.ReadAllTextAsync(Configuration("package-lock.json"));
        var mark = Path.Combine(folder, "installed.json");
        if (!File.Exists(mark) || await File.ReadAllTextAsync(mark) != wanted)
        {
            Directory.CreateDirectory(folder);
            foreach (var file in new[] { "package.json", "package-lock.json", ".npmrc" })
            {
                File.Copy(Configuration(file), Path.Combine(folder, file), overwrite: true);
            }

            (await Ran.ProgramAsync("npm", ["ci", "--ignore-scripts"], folder, patience: TimeSpan.FromMinutes(5))).Well();
            await File.WriteAllTextAsync(mark, wanted);
        }

        return folder;
    }
}
