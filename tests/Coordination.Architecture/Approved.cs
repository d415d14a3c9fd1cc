using System.Runtime.CompilerServices;

namespace Coordination.Architecture;

/// <summary>Texts that people have agreed to, in the folder of the same name. What the program says instead is written beside them as <c>.received</c>.</summary>
internal static class Approved
{
    /// <summary>Fails unless the text is the agreed one.</summary>
    public static void Check(string name, string text, [CallerFilePath] string here = "")
    {
        var agreed = Path.Combine(Path.GetDirectoryName(here)!, "Approved", name);
        var received = agreed + ".received";
        var said = text.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (File.Exists(agreed) && File.ReadAllText(agreed).ReplaceLineEndings("\n") == said)
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(agreed)!);
        File.WriteAllText(received, said);
        Assert.Fail($"Approved/{name} says something else. If the change is meant, move Approved/{name}.received over it and commit it.");
    }
}
