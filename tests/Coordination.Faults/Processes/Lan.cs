using System.Net;

namespace Coordination.Faults.Processes;

/// <summary>A small network on this machine: each host in a namespace with an address of its own, the database and the test at the first address; and any wire of it can be cut, also in one direction only.</summary>
internal sealed class Lan : IAsyncDisposable
{
    private readonly string _name;
    private readonly int _net;
    private readonly int _hosts;

    private Lan(string name, int net, int hosts) => (_name, _net, _hosts) = (name, net, hosts);

    /// <summary>Where the database and the test are.</summary>
    public IPAddress Here => IPAddress.Parse($"10.213.{_net}.1");

    /// <summary>Where those outside are, whom the hosts tell: who is cut off from the database still reaches them.</summary>
    public IPAddress Outside => IPAddress.Parse($"10.213.{_net}.200");

    public string Network => $"10.213.{_net}.0/24";

    public IPAddress AddressOf(int host) => IPAddress.Parse($"10.213.{_net}.{host + 2}");

    /// <summary>What a command is put behind to run in the host's namespace.</summary>
    public IReadOnlyList<string> Behind(int host) => ["ip", "netns", "exec", NamespaceOf(host)];

    /// <summary>Why no network can be made on this machine; null: it can.</summary>
    public static async Task<string?> WhyNotAsync()
    {
        var probe = $"cf-{Environment.ProcessId}-probe";
        if (!Machine.IsRoot)
        {
            return "Needs root, to make network namespaces.";
        }

        if (await Machine.TryAsync("ip", "netns", "add", probe) is { } noNamespaces)
        {
            return noNamespaces;
        }

        var noRules = await Machine.TryAsync("ip", "netns", "exec", probe, "nft", "add", "table", "inet", "cut");
        await Machine.RunAsync("ip", "netns", "del", probe);
        return noRules;
    }

    public static async Task<Lan> MakeAsync(int hosts)
    {
        var lan = new Lan($"cf{Environment.ProcessId}", Environment.ProcessId % 250, hosts);
        await Machine.RunAsync("ip", "link", "add", lan._name, "type", "bridge");
        await Machine.RunAsync("ip", "address", "add", $"{lan.Here}/24", "dev", lan._name);
        await Machine.RunAsync("ip", "address", "add", $"{lan.Outside}/24", "dev", lan._name);
        await Machine.RunAsync("ip", "link", "set", lan._name, "up");
        for (var host = 0; host < hosts; host++)
        {
            await lan.ConnectAsync(host);
        }

        return lan;
    }

    /// <summary>From now on nothing of one host reaches another, or the database; and with <paramref name="bothWays"/> nothing comes back either.</summary>
    public async Task CutAsync(int host, IPAddress from, bool bothWays)
    {
        await RuleAsync(host, "out", "ip", "daddr", from.ToString(), "drop");
        if (bothWays)
        {
            await RuleAsync(host, "in", "ip", "saddr", from.ToString(), "drop");
        }
    }

    public async Task MendAsync()
    {
        for (var host = 0; host < _hosts; host++)
        {
            await Machine.RunAsync("ip", [.. Behind(host).Skip(1), "nft", "flush", "table", "inet", "cut"]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        for (var host = 0; host < _hosts; host++)
        {
            await Machine.RunAsync("ip", "netns", "del", NamespaceOf(host));
        }

        await Machine.RunAsync("ip", "link", "del", _name);
    }

    private string NamespaceOf(int host) => $"{_name}-{host}";

    private async Task ConnectAsync(int host)
    {
        var (inside, outside, name) = ($"{_name}i{host}", $"{_name}o{host}", NamespaceOf(host));
        await Machine.RunAsync("ip", "netns", "add", name);
        await Machine.RunAsync("ip", "link", "add", outside, "type", "veth", "peer", "name", inside, "netns", name);
        await Machine.RunAsync("ip", "link", "set", outside, "master", _name, "up");
        await Machine.RunAsync("ip", "-n", name, "link", "set", "lo", "up");
        await Machine.RunAsync("ip", "-n", name, "address", "add", $"{AddressOf(host)}/24", "dev", inside);
        await Machine.RunAsync("ip", "-n", name, "link", "set", inside, "up");
        await Machine.RunAsync("ip", [.. Behind(host).Skip(1), "nft", "add", "table", "inet", "cut"]);
        foreach (var (chain, hook) in new[] { ("in", "input"), ("out", "output") })
        {
            await Machine.RunAsync("ip", [.. Behind(host).Skip(1), "nft", "add", "chain", "inet", "cut", chain, "{", "type", "filter", "hook", hook, "priority", "0", ";", "}"]);
        }
    }

    private Task RuleAsync(int host, string chain, params string[] rule)
        => Machine.RunAsync("ip", [.. Behind(host).Skip(1), "nft", "add", "rule", "inet", "cut", chain, .. rule]);
}
