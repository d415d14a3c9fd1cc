using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Coordination.Connectors.Taxii;

/// <summary>Talks TAXII 2.1 to partners' servers. Whatever they do is a value with a reason; who fails often is asked again after a while, and then left alone for a longer one.</summary>
public sealed class TaxiiClient : IDisposable
{
    private readonly TaxiiOptions _options;
    private readonly TaxiiTalk _talk;
    private readonly TaxiiBreakers _breakers;

    public TaxiiClient(IOptions<TaxiiOptions> options, TimeProvider clock)
        : this(options, clock, Dns.GetHostAddressesAsync)
    {
    }

    internal TaxiiClient(IOptions<TaxiiOptions> options, TimeProvider clock, Func<string, CancellationToken, Task<IPAddress[]>> lookUp)
        => (_options, _talk, _breakers) = (options.Value, new(options, clock, lookUp), new(clock));

    /// <summary>Until when the partner's server is left alone that way; null where it is asked.</summary>
    public DateTimeOffset? LeftAloneUntil(string partner, TaxiiWay way) => _breakers.OpenUntil(partner, way);

    /// <summary>The server is asked again, whatever it did before.</summary>
    public Task ForgiveAsync(string partner) => Task.WhenAll(_breakers.CloseAsync(partner, TaxiiWay.Poll), _breakers.CloseAsync(partner, TaxiiWay.Push));

    /// <summary>What the server is, at the place where every server says it. It is asked as it is, without a second try.</summary>
    public async Task<TaxiiAnswer<TaxiiDiscovery>> DiscoverAsync(TaxiiServer server, CancellationToken cancellationToken)
        => Read(await _talk.AskAsync(server, new Uri(server.ApiRoot, "/taxii2/"), null, cancellationToken), TaxiiReading.Discovery);

    public Task<TaxiiAnswer<TaxiiRoot>> RootAsync(TaxiiServer server, CancellationToken cancellationToken) => AskAsync(server, "", null, TaxiiReading.Root, cancellationToken);

    public Task<TaxiiAnswer<TaxiiCollections>> CollectionsAsync(TaxiiServer server, CancellationToken cancellationToken) => AskAsync(server, "collections/", null, TaxiiReading.Collections, cancellationToken);

    /// <summary>A page of a collection: what was added after a moment, from a mark on that the page before gave.</summary>
    public Task<TaxiiAnswer<TaxiiObjects>> ObjectsAsync(TaxiiServer server, string collection, DateTimeOffset? addedAfter, string? next, int limit, CancellationToken cancellationToken)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"?limit={limit}");
        query += addedAfter is { } after ? $"&added_after={Uri.EscapeDataString(after.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture))}" : "";
        query += next is null ? "" : $"&next={Uri.EscapeDataString(next)}";
        return _breakers.RunAsync(server, TaxiiWay.Poll, token => OnceAsync(token), cancellationToken);

        async Task<TaxiiAnswer<TaxiiObjects>> OnceAsync(CancellationToken token)
        {
            var said = await _talk.AskAsync(server, new Uri(server.ApiRoot, $"{Collection(collection)}objects/{query}"), null, token);
            if (said.Value is not { } answer)
            {
                return new(null, said.Trouble);
            }

            var (value, wrong, isJson) = TaxiiReading.ReadObjects(answer.Body, _options.MostBytes, answer.Last);
            return value is not null ? new(value)
                : new(null, new(isJson ? TaxiiFault.Malformed : TaxiiFault.Unreadable, $"What the server answers cannot be read. {wrong}", Only: answer.First == answer.Last ? answer.Last : null));
        }
    }

    /// <summary>Brings an envelope of objects. The same again counts there as done.</summary>
    public Task<TaxiiAnswer<TaxiiStatus>> AddAsync(TaxiiServer server, string collection, byte[] envelope, CancellationToken cancellationToken)
        => AskAsync(server, $"{Collection(collection)}objects/", envelope, TaxiiReading.Status, cancellationToken);

    public Task<TaxiiAnswer<TaxiiStatus>> StatusAsync(TaxiiServer server, string id, CancellationToken cancellationToken)
        => AskAsync(server, $"status/{Uri.EscapeDataString(id)}/", null, TaxiiReading.Status, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _talk.Dispose();

    private Task<TaxiiAnswer<T>> AskAsync<T>(TaxiiServer server, string path, byte[]? send, Func<JsonElement, T> read, CancellationToken cancellationToken) where T : class
        => _breakers.RunAsync(server, TaxiiWay.Push, async token => Read(await _talk.AskAsync(server, new Uri(server.ApiRoot, path), send, token), read), cancellationToken);

    private TaxiiAnswer<T> Read<T>(TaxiiAnswer<TaxiiTalk.Said> said, Func<JsonElement, T> read) where T : class
    {
        if (said.Value is not { } answer)
        {
            return new(null, said.Trouble);
        }

        var (value, wrong) = TaxiiReading.Read(answer.Body, _options.MostBytes, read);
        return value is not null ? new(value) : new(null, new(TaxiiFault.Malformed, $"What the server answers cannot be read. {wrong}"));
    }

    private static string Collection(string collection) => $"collections/{Uri.EscapeDataString(collection)}/";
}
