using Coordination.Host.Composition;

namespace Coordination.Host.Cluster;

/// <summary>What stands in the three files at one moment.</summary>
internal sealed record SiloCertificateFiles(ClusterTlsOptions Names, string Certificate, string Key, string Authority)
{
    /// <exception cref="SiloCertificateException">One is missing or cannot be read.</exception>
    public static SiloCertificateFiles Read(ClusterTlsOptions names)
    {
        (string Setting, string File)[] files = [(nameof(names.CertificateFile), names.CertificateFile), (nameof(names.KeyFile), names.KeyFile), (nameof(names.AuthorityFile), names.AuthorityFile)];
        if (files.FirstOrDefault(file => file.File.Length == 0) is { Setting: { } missing })
        {
            throw new SiloCertificateException($"Coordination:Cluster:Tls:{missing} is missing. TLS between the processes needs all three: CertificateFile, KeyFile and AuthorityFile.");
        }

        var texts = files.Select(file => Text(file.File, file.Setting)).ToArray();
        return new(names, texts[0], texts[1], texts[2]);
    }

    private static string Text(string file, string setting)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SiloCertificateException($"Coordination:Cluster:Tls:{setting} is {file}, which is not there.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SiloCertificateException($"Coordination:Cluster:Tls:{setting} is {file}, which cannot be read by this process. It must be a file, and its reader be the user that the server runs as.");
        }
    }
}
