using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Coordination.Host.Composition;

namespace Coordination.Deploy.Tests;

/// <summary>A real nginx with our configuration, changed only in what each installation changes: ports, servers, and where files lie.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-proxy-").FullName;
    private readonly int _http = FreePorts.Take();
    private Process? _process;

    public int HttpsPort { get; } = FreePorts.Take();

    public Uri Address => new($"https://localhost:{HttpsPort}");

    public Uri PlainAddress => new($"http://localhost:{_http}");

    /// <summary>What it has written to its log of requests.</summary>
    public Task<string> LogAsync() => File.ReadAllTextAsync(Path.Combine(_folder, "access.log"));

    /// <param name="servers">Ports on loopback, in the place of the three servers.</param>
    public static async Task<Proxy> StartAsync(params int[] servers)
    {
        var proxy = new Proxy();
        await proxy.PrepareAsync(servers);
        var start = new ProcessStartInfo(Ran.Find("nginx")!, ["-c", proxy.Configuration, "-e", Path.Combine(proxy._folder, "error.log"), "-g", "daemon off;"]);
        proxy._process = Process.Start(start);
        await Waiting.UntilListeningAsync(proxy.HttpsPort);
        return proxy;
    }

    /// <summary>Whether nginx accepts the configuration, and what it says.</summary>
    public static async Task<Ran> CheckAsync()
    {
        await using var proxy = new Proxy();
        await proxy.PrepareAsync([1, 2, 3]);
        return await Ran.ProgramAsync("nginx", ["-t", "-c", proxy.Configuration, "-e", Path.Combine(proxy._folder, "error.log")]);
    }

    /// <summary>Trusts the proxy's authority, and no other.</summary>
    public SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Certificates.Trusting(Path.Combine(_folder, "authority.crt")) },
    };

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            // To the one that has the others end.
            await Ran.ProgramAsync("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Configuration => Path.Combine(_folder, "nginx.conf");

    private async Task PrepareAsync(int[] servers)
    {
        (await Ran.ProgramAsync("bash", [Deployment.PathOf("make-certificates.sh"), _folder, "localhost,127.0.0.1"])).Well();
        var text = Deployment.Read("nginx/coordination.conf");
        foreach (var (from, to) in Changes(servers))
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(Path.Combine(_folder, "coordination.conf"), text);
        await File.WriteAllTextAsync(Configuration, $$"""
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            worker_processes 1;
            pid {{_folder}}/pid;
            events { worker_connections 512; }
            http {
                client_body_temp_path {{_folder}}/body;
                proxy_temp_path {{_folder}}/proxy;
                fastcgi_temp_path {{_folder}}/fastcgi;
                uwsgi_temp_path {{_folder}}/uwsgi;
                scgi_temp_path {{_folder}}/scgi;
                include {{_folder}}/coordination.conf;
            }
            """);
    }

    private IEnumerable<(string From, string To)> Changes(int[] servers)
    {
        yield return ("    listen [::]:80;\n", "");
        yield return ("    listen [::]:443 ssl http2;\n", "");
        yield return ("listen 80;", $"listen 127.0.0.1:{_http};");
        yield return ("listen 443 ssl http2;", $"listen 127.0.0.1:{HttpsPort} ssl http2;");
        yield return ("/etc/nginx/certificates/coordination", $"{_folder}/localhost");
        yield return ("/var/log/nginx/", $"{_folder}/");
        for (var number = 1; number <= 3; number++)
        {
            yield return ($"coordination-{number}:8080", $"127.0.0.1:{servers[number - 1]}");
        }
    }
}
