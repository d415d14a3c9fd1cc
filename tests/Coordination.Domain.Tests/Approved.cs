using System.Runtime.CompilerServices;
using System.Text;

namespace Coordination.Domain.Tests;

/// <summary>
/// Texts that people have agreed to, kept beside the tests. When the program says something else, what it says is written beside the
/// agreed text and the test fails; whoever means the change copies it over, and it shows in the diff.
/// </summary>
internal static class Approved
{
    public static string Folder { get; } = Path.Combine(SourceFolder(), "Approved");

    /// <summary>Fails unless the text is the agreed one.</summary>
    public static void Check(string name, string text)
    {
        var agreed = Path.Combine(Folder, name);
        var received = agreed + ".received";
        if (File.Exists(agreed) && Normal(File.ReadAllText(agreed)) == Normal(text))
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(agreed)!);
        File.WriteAllText(received, Normal(text), new UTF8Encoding(false));
        Assert.Fail($"Approved/{name} {(File.Exists(agreed) ? "says something else" : "is missing")}. If the change is meant, move Approved/{name}.received over it and commit it.");
    }

    private static string Normal(string text) => text.ReplaceLineEndings("\n").TrimEnd() + "\n";

    private static string SourceFolder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
