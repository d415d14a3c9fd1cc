namespace Coordination.Faults.Processes;

/// <summary>A disk of some megabytes, in memory, that can be filled to the last byte and freed again.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    public string Folder => _folder;

    private string Filler => Path.Combine(_folder, "filler");

    /// <summary>Why none can be mounted on this machine; null: it can.</summary>
    public static async Task<string?> WhyNotAsync()
    {
        if (!Machine.IsRoot)
        {
            return "Needs root, to mount a small disk.";
        }

        var folder = Directory.CreateTempSubdirectory("coordination-probe-").FullName;
        var wrong = await Machine.TryAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder);
        if (wrong is null)
        {
            await Machine.RunAsync("umount", folder);
        }

        Directory.Delete(folder);
        return wrong;
    }

    /// <summary>Mounts one over a folder. Needs root.</summary>
    public static async Task<SmallDisk> MountAsync(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        await Machine.RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder);
        return new(folder);
    }

    /// <summary>Leaves no room for anything.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = 1 << 20; size > 0; size /= 16)
        {
            try
            {
                var part = new byte[size];
                while (true)
                {
                    filler.Write(part);
                }
            }
            catch (IOException)
            {
                // No room for so much; perhaps for less.
            }
        }
    }

    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        await Machine.RunAsync("umount", _folder);
        Directory.Delete(_folder);
    }
}
