using System.Globalization;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Client;

namespace Coordination.Cli.Advisories;

/// <summary>Has the server read a provider, and shows how far it is. Stopped here it goes on there.</summary>
internal static class CsafProviderImport
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Whether the address is that of a provider and not of a document.</summary>
    public static bool IsProvider(string from)
        => Uri.TryCreate(from, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
            && (address.AbsolutePath.EndsWith("/provider-metadata.json", StringComparison.OrdinalIgnoreCase) || !address.AbsolutePath.EndsWith(".json", StringComparison.OrdinalIgnoreCase));

    public static async Task<int> RunAsync(Surroundings here, CoordinationClient client, string from, DateOnly? since, CancellationToken cancellationToken)
    {
        var known = await FindAsync(client, one => one.Settings.Address == from, cancellationToken);
        var id = known?.Id ?? ProviderId.Of(IdOf(new Uri(from)));
        if (known is null)
        {
            if (await FindAsync(client, one => one.Id == id, cancellationToken) is { } other)
            {
                throw new StopException($"{id} is registered with the address {CsafCheckVerb.Plain(other.Settings.Address)}. Give that, or have it changed in the console.");
            }

            await client.PutCsafProviderAsync(id, new ProviderRequest { Name = new Uri(from).Host, Address = from, Since = since }, cancellationToken: cancellationToken);
            await here.Out.WriteLineAsync($"Registered as {id}.");
        }

        await client.ReadCsafProviderAsync(id, cancellationToken: cancellationToken);
        var said = "";
        while (await FindAsync(client, one => one.Id == id, cancellationToken) is { } provider)
        {
            var now = string.Create(CultureInfo.InvariantCulture, $"{provider.Taken} taken, {provider.Rejected.Count} rejected, {provider.Left} left.");
            if (now != said)
            {
                await here.Out.WriteLineAsync(said = now);
            }

            if (!provider.Reading)
            {
                foreach (var rejected in provider.Rejected)
                {
                    await here.Error.WriteLineAsync(CsafCheckVerb.Plain($"{rejected.Url}: {rejected.Reason} ({rejected.Code})"));
                }

                if (provider.Failure is { } failure)
                {
                    await here.Error.WriteLineAsync(CsafCheckVerb.Plain(failure));
                }

                return provider.Failure is null && provider.Rejected.Count == 0 ? 0 : 1;
            }

            await Task.Delay(Pause, here.Clock, cancellationToken);
        }

        return 1;
    }

    private static async Task<ProviderView?> FindAsync(CoordinationClient client, Func<ProviderView, bool> which, CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await client.CsafProvidersAsync(cursor, cancellationToken);
            if (page.Items.FirstOrDefault(which) is { } found)
            {
                return found;
            }

            cursor = page.Next;
        }
        while (cursor is not null);
        return null;
    }

    private static string IdOf(Uri from)
    {
        var name = string.Concat($"{from.IdnHost}{(from.IsDefaultPort ? "" : $"-{from.Port}")}".Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' ? letter : '-'));
        return name.Length > 64 ? name[..64] : name;
    }
}
