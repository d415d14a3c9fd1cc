using System.Text;
using Coordination.Connectors.Csaf;
using Coordination.Storage.Journal;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Coordination.Host.Composition;

/// <summary>Who publishes CSAF documents, in <c>Coordination:Csaf</c>. Without a name nothing is published as CSAF.</summary>
public sealed class CsafOptions
{
    /// <summary>The publisher's name, as it stands in each document.</summary>
    public string Name { get; set; } = "";

    /// <summary>An https address that is the publisher's own, for example <c>https://cert.example</c>. It names the publisher for ever.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>How the publisher is reached, for example <c>mailto:cert@cert.example</c>.</summary>
    public string Contact { get; set; } = "";

    /// <summary>By what authority it publishes.</summary>
    public string Authority { get; set; } = "";

    /// <summary>A file with the secret OpenPGP key that signs documents, as <c>gpg --export-secret-keys</c> writes it. Empty: <c>csaf.key.asc</c> in the key folder, which is made there with SQLite; where several processes share a database, each would make its own.</summary>
    public string SigningKeyFile { get; set; } = "";

    /// <summary>A file whose first line is the passphrase of that key.</summary>
    public string PassphraseFile { get; set; } = "";

    internal bool IsSet => Name.Length > 0;
}

/// <summary>Checks at start who publishes, and that the key is one.</summary>
internal static class CsafOptionsCheck
{
    private const string Section = "Coordination:Csaf";

    public static IEnumerable<string> Errors(CsafOptions options)
    {
        if (!options.IsSet)
        {
            if (options.Namespace.Length + options.Contact.Length + options.Authority.Length + options.SigningKeyFile.Length > 0)
            {
                yield return $"{Section}:Name is missing; give the publisher's name as documents show it.";
            }

            yield break;
        }

        if (!(Uri.TryCreate(options.Namespace, UriKind.Absolute, out var space) && space.Scheme == "https" && options.Namespace.All(letter => letter is > ' ' and < (char)127)))
        {
            yield return $"{Section}:Namespace is '{options.Namespace}'; give an https address that is the publisher's own, for example https://cert.example.";
        }

        foreach (var (name, value) in new[] { (nameof(options.SigningKeyFile), options.SigningKeyFile), (nameof(options.PassphraseFile), options.PassphraseFile) })
        {
            if (value.Length > 0 && !File.Exists(value))
            {
                yield return $"{Section}:{name} is '{value}', and there is no such file.";
            }
        }

        if (options.SigningKeyFile.Length > 0 && File.Exists(options.SigningKeyFile) && Key(options) is null)
        {
            yield return $"{Section}:SigningKeyFile holds no secret OpenPGP key that signs, or its passphrase is another.";
        }
    }

    /// <summary>The key of the file that is set; null where it is none.</summary>
    public static OpenPgpKey? Key(CsafOptions options)
        => CsafKeyFile.Read(options.SigningKeyFile, options.PassphraseFile.Length > 0 ? File.ReadLines(options.PassphraseFile).FirstOrDefault() ?? "" : "");
}

/// <summary>The key that signs documents lies in the key folder, as that of checkpoints does; or in a file of the operator's.</summary>
internal static class CsafKeyFile
{
    /// <summary>Its name in the key folder.</summary>
    public const string Name = "csaf.key.asc";

    /// <summary>The key that is set or lies in the folder; where there is none, it is made.</summary>
    /// <param name="mayMake">False where several processes share a database: each would make its own.</param>
    /// <exception cref="InvalidOperationException">It is damaged, or cannot be made; the message says what to do.</exception>
    public static OpenPgpKey Open(CsafOptions options, string keyFolder, bool mayMake, DateTimeOffset now)
    {
        if (options.SigningKeyFile.Length > 0)
        {
            return CsafOptionsCheck.Key(options) ?? throw new InvalidOperationException("Coordination:Csaf:SigningKeyFile can no longer be read.");
        }

        var path = Path.Combine(keyFolder, Name);
        if (!File.Exists(path))
        {
            if (!mayMake)
            {
                throw new InvalidOperationException(Missing(path));
            }

            try
            {
                var mail = options.Contact.StartsWith("mailto:", StringComparison.Ordinal) ? options.Contact[7..] : options.Namespace;
                KeyFile.MakeFolder(keyFolder);
                KeyFile.Write(path, Encoding.ASCII.GetBytes(OpenPgpKey.Make($"{options.Name} <{mail}>", now)));
            }
            catch (Exception readOnly) when (readOnly is UnauthorizedAccessException or IOException)
            {
                throw new InvalidOperationException(Missing(path), readOnly);
            }
        }

        return Read(path, "") ?? throw new InvalidOperationException($"The key {path} that signs CSAF documents is damaged. Put it back from its backup.");
    }

    private static string Missing(string path)
        => $"There is no {path} to sign CSAF documents with, and none is made there. Make one with gpg, the same for all processes, and put what gpg --export-secret-keys writes there, or name it in Coordination:Csaf:SigningKeyFile.";

    /// <summary>The key of a file; null where it is none.</summary>
    public static OpenPgpKey? Read(string path, string passphrase)
    {
        try
        {
            return OpenPgpKey.FromFile(File.ReadAllBytes(path), passphrase);
        }
        catch (Exception failure) when (failure is PgpException or IOException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
