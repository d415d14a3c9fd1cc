using Coordination.Connectors.Taxii;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;

namespace Coordination.Host.Exchange;

/// <summary>Asks a partner's server what it is and what it offers, and says so in words.</summary>
internal sealed class PeerTests(TaxiiClient client, PeerSecrets secrets)
{
    public async Task<PeerTest> LookAsync(PartnerId partner, Peer peer, CancellationToken cancellationToken)
    {
        var (server, seen, works) = (secrets.ServerOf(partner, peer), new List<string>(), true);
        // Who looks wants to know how it is now.
        await client.ForgiveAsync(partner.Value);
        var discovery = await client.DiscoverAsync(server, cancellationToken);
        seen.Add(discovery.Value is { } found
            ? $"The server calls itself {Quoted(found.Title)} and names {Number(found.ApiRoots.Count, "API root")}."
            : $"It says nothing of itself at /taxii2/, which is no obstacle: {discovery.Trouble!.Reason}");
        var root = await client.RootAsync(server, cancellationToken);
        if (root.Value is not { } place)
        {
            return new(false, [.. seen, root.Trouble!.Reason], []);
        }

        seen.Add($"The API root is {Quoted(place.Title)} and takes documents of at most {place.MaxContentLength:N0} bytes.");
        if (!place.Versions.Any(version => version.Replace(" ", "", StringComparison.Ordinal).Contains("taxii+json;version=2.1", StringComparison.OrdinalIgnoreCase)))
        {
            seen.Add("It does not say that it speaks TAXII 2.1.");
        }

        var offered = await client.CollectionsAsync(server, cancellationToken);
        if (offered.Value is not { } collections)
        {
            return new(false, [.. seen, offered.Trouble!.Reason], []);
        }

        seen.Add($"It offers us {Number(collections.All.Count, "collection")}.");
        foreach (var (name, push) in peer.Settings!.Poll.Select(name => (name, false)).Concat(peer.Settings.PushInto is { } into ? [(into, true)] : []))
        {
            var one = collections.All.FirstOrDefault(other => other.Id == name || other.Alias == name);
            var may = one is not null && (push ? one.CanWrite : one.CanRead);
            works &= may;
            seen.Add(one is null ? $"There is no collection {name} for us." : may ? $"We may {(push ? "write to" : "read")} {name}, {Quoted(one.Title)}." : $"We may not {(push ? "write to" : "read")} {name}. Ask the partner for the right.");
        }

        return new(works, seen, [.. collections.All.Select(one => new PeerTestCollection(one.Id, one.Alias, Short(one.Title), one.CanRead, one.CanWrite))]);
    }

    private static string Number(int count, string what) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private static string Quoted(string text) => text.Length == 0 ? "(without a name)" : $"“{Short(text)}”";

    private static string Short(string text)
    {
        var line = string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
        return line.Length > 200 ? line[..200] + "…" : line;
    }
}
