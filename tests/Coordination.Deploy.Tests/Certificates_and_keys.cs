using System.Security.Cryptography.X509Certificates;
using Coordination.Storage.Journal;

namespace Coordination.Deploy.Tests;

/// <summary>What the scripts make with openssl, run for real and looked at with .NET, as the servers do.</summary>
public sealed class Certificates_and_keys : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-certificates-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ToolFact("openssl", "bash")]
    public async Task A_certificate_is_its_authority_s_for_its_names_and_for_its_time()
    {
        await MakeAsync("silos", "silo-1,10.1.2.3", "*.silos.example");
        await MakeAsync("others", "silo-1");
        using var one = Load("silos", "silo-1");
        using var any = Load("silos", "any.silos.example");

        Assert.True(IsTrusted(one, "silos"));
        Assert.True(IsTrusted(any, "silos"));
        Assert.True(one.MatchesHostname("silo-1", allowWildcards: false, allowCommonName: false));
        Assert.True(one.MatchesHostname("10.1.2.3", allowWildcards: false, allowCommonName: false));
        Assert.False(one.MatchesHostname("silo-2", allowWildcards: false, allowCommonName: false));
        Assert.True(any.MatchesHostname("coordination-0.silos.example", allowWildcards: true, allowCommonName: false));

        // Another authority of the same name, the end of its time, the time before it.
        Assert.False(IsTrusted(one, "others"));
        Assert.False(IsTrusted(one, "silos", one.NotAfter.AddSeconds(1)));
        Assert.False(IsTrusted(one, "silos", one.NotBefore.AddSeconds(-1)));
        Assert.InRange((one.NotAfter - one.NotBefore).TotalDays, 396, 398);
    }

    /// <summary>Each process is server and client to the others; none may make certificates itself.</summary>
    [ToolFact("openssl", "bash")]
    public async Task It_serves_both_ends_of_a_connection_and_signs_nothing()
    {
        await MakeAsync("silos", "silo-1");
        using var one = Load("silos", "silo-1");
        using var key = one.GetECDsaPrivateKey();

        Assert.Equal(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"], one.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<System.Security.Cryptography.Oid>().Select(oid => oid.Value));
        Assert.False(one.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.NotNull(key);
        Assert.Equal(one.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256), (await File.ReadAllTextAsync(Path.Combine(_folder, "silos", "silo-1.sha256"))).Trim());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(_folder, "silos")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "silos", "authority.key")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "silos"), ".new*"));
    }

    [ToolFact("openssl", "bash")]
    public async Task A_second_run_renews_only_what_must_be_renewed()
    {
        await MakeAsync("silos", "silo-1", "silo-2");
        var (authority, first, second) = (Read("authority.crt"), Read("silo-1.crt"), Read("silo-2.crt"));

        Assert.Contains("left as it is", await MakeAsync("silos", "silo-1", "silo-2"), StringComparison.Ordinal);
        Assert.Equal((authority, first, second), (Read("authority.crt"), Read("silo-1.crt"), Read("silo-2.crt")));

        // Another name, and a time that is running out.
        await MakeAsync("silos", "silo-1,10.1.2.3");
        Assert.NotEqual(first, Read("silo-1.crt"));
        await MakeWithAsync(new() { ["RENEW_BEFORE"] = "398" }, "silos", "silo-2");
        Assert.NotEqual(second, Read("silo-2.crt"));
        using var renewed = Load("silos", "silo-2");
        Assert.True(IsTrusted(renewed, "silos"));
        Assert.Equal(authority, Read("authority.crt"));

        // With the authority's key kept elsewhere, what is good stays and what is missing is named.
        File.Delete(Path.Combine(_folder, "silos", "authority.key"));
        await MakeAsync("silos", "silo-2");
        var without = await Ran.ProgramAsync("bash", [Deployment.PathOf("make-certificates.sh"), Path.Combine(_folder, "silos"), "silo-3"]);
        Assert.Equal(1, without.Code);
        Assert.Contains("authority.key is not here", without.Error, StringComparison.Ordinal);
    }

    [ToolFact("openssl", "bash")]
    public async Task The_server_takes_the_keys_and_they_are_never_made_again()
    {
        var keys = Path.Combine(_folder, "keys");
        (await Ran.ProgramAsync("bash", [Deployment.PathOf("make-keys.sh"), keys])).Well();
        var made = Directory.EnumerateFiles(keys).ToDictionary(file => file, File.ReadAllText);
        Assert.Equal([CheckpointKey.PrivateFileName, CheckpointKey.PublicFileName, MasterKey.FileName], made.Keys.Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));

        var master = MasterKey.Open(keys, mayMake: false);
        using (var pair = CheckpointKey.Open(keys))
        {
            using var open = System.Security.Cryptography.ECDsa.Create();
            open.ImportFromPem(made[Path.Combine(keys, CheckpointKey.PublicFileName)]);
            Assert.True(open.VerifyData("checkpoint"u8, pair.Sign("checkpoint"u8), System.Security.Cryptography.HashAlgorithmName.SHA256));
        }

        Assert.NotEmpty(master.Id);
        (await Ran.ProgramAsync("bash", [Deployment.PathOf("make-keys.sh"), keys])).Well();
        Assert.Equal(made, Directory.EnumerateFiles(keys).ToDictionary(file => file, File.ReadAllText));
    }

    private Task<string> MakeAsync(string folder, params string[] names) => MakeWithAsync([], folder, names);

    private async Task<string> MakeWithAsync(Dictionary<string, string> environment, string folder, params string[] names)
        => (await Ran.ProgramAsync("bash", [Deployment.PathOf("make-certificates.sh"), Path.Combine(_folder, folder), .. names], environment: environment)).Well().Out;

    private string Read(string file) => File.ReadAllText(Path.Combine(_folder, "silos", file));

    private X509Certificate2 Load(string folder, string name)
        => X509Certificate2.CreateFromPemFile(Path.Combine(_folder, folder, $"{name}.crt"), Path.Combine(_folder, folder, $"{name}.key"));

    private bool IsTrusted(X509Certificate2 certificate, string authority, DateTime? at = null)
    {
        using var chain = new X509Chain { ChainPolicy = Certificates.Trusting(Path.Combine(_folder, authority, "authority.crt")) };
        if (at is { } moment)
        {
            chain.ChainPolicy.VerificationTimeIgnored = false;
            chain.ChainPolicy.VerificationTime = moment;
        }

        return chain.Build(certificate);
    }
}
