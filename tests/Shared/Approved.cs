using System.Text;

namespace Coordination.Shared;

/// <summary>
/// Texts that people have agreed to, in the folder <c>Approved</c> of the test project. When the program says something else, what it says is
/// written beside the agreed text and the test fails; whoever means the change moves it over, and it shows in the diff.
/// </summary>
internal static class Approved
{
    public static string Folder { get; } = Repository.PathOf("tests", typeof(Approved).Assembly.GetName().Name!, "Approved");

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
}
