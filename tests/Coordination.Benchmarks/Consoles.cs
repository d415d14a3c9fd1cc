using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Live;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Benchmarks;

/// <summary>
/// Many consoles in one process of their own, joined to one board by web sockets alone; told to, it makes changes at a pace and says how long after each was
/// asked for it arrived, at every console. The same for the product's hub and for the one that it is measured against.
/// </summary>
internal sealed class Consoles : IAsyncDisposable
{
    public const string Verb = "consoles";

    private const int AtOnce = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new();
    private readonly List<HubConnection> _open = [];
    private readonly ConcurrentDictionary<long, ConcurrentBag<long>> _arrived = [];
    private BoardChange? _sample;

    /// <summary>Connects, says that it is ready, and makes changes whenever a line says how many and where.</summary>
    public static async Task<int> RunAsync(string address, string token, int count)
    {
        await using var consoles = new Consoles();
        await consoles.ConnectAsync(new Uri(address), token, count);
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var order = JsonSerializer.Deserialize<ChangeOrder>(line, Wire.Json)!;
            Console.WriteLine($"told {JsonSerializer.Serialize(await consoles.ChangeAsync(order), Wire.Json)}");
        }

        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        await Parallel.ForEachAsync(_open, async (connection, _) => await connection.DisposeAsync());
        _http.Dispose();
    }

    private async Task ConnectAsync(Uri address, string token, int count)
    {
        _http.BaseAddress = address;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, cancellationToken) =>
        {
            var connection = new HubConnectionBuilder()
                .WithUrl(new Uri(address, LiveHub.Path), options =>
                {
                    options.SkipNegotiation = true;
                    options.Transports = HttpTransportType.WebSockets;
                    options.Headers["Authorization"] = $"Bearer {token}";
                })
                .AddJsonProtocol(static options => Wire.Configure(options.PayloadSerializerOptions))
                .Build();
            connection.On<BoardChange>(nameof(ILiveClient.Rows), Arrived);
            await connection.StartAsync(cancellationToken);
            await connection.InvokeAsync(LiveHub.JoinBoard, cancellationToken);
            lock (_open)
            {
                _open.Add(connection);
            }
        });
    }

    private void Arrived(BoardChange change)
    {
        if (change.Incidents is [var line, ..])
        {
            _arrived.GetOrAdd(line.Version, static _ => []).Add(Stopwatch.GetTimestamp());
            _sample = change;
        }
    }

    private async Task<Told> ChangeAsync(ChangeOrder order)
    {
        var (asked, due) = (new Dictionary<long, long>(), Stopwatch.StartNew());
        for (var number = 0; number < order.Count; number++)
        {
            var rest = TimeSpan.FromSeconds(number / order.PerSecond) - due.Elapsed;
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, TimeProvider.System);
            var begun = Stopwatch.GetTimestamp();
            using var body = new StringContent(order.Body, Encoding.UTF8, "application/json");
            using var answer = await _http.PostAsync(new Uri(order.Path, UriKind.Relative), body);
            answer.EnsureSuccessStatusCode();
            asked.Add(JsonSerializer.Deserialize<CommandAnswer>(await answer.Content.ReadAsStringAsync(), Wire.Json)!.Version, begun);
        }

        // The last ones are still on their way.
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < Patience && asked.Keys.Any(version => !_arrived.TryGetValue(version, out var some) || some.Count < _open.Count))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        double[][] waits = [.. asked.Select(one => _arrived.TryRemove(one.Key, out var some) ? some.Select(at => Stopwatch.GetElapsedTime(one.Value, at).TotalMilliseconds).Order().ToArray() : [])];
        double[] all = [.. waits.SelectMany(one => one).Order()];
        return all.Length == 0
            ? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Of {order.Count} changes none arrived."))
            : new(Callers.At(all, 0.5), Callers.At(all, 0.99), waits.Max(one => one.Length == 0 ? 0 : one[^1]), all.Length, waits.Sum(one => Math.Abs(_open.Count - one.Length)), _sample!);
    }
}

/// <summary>Changes to make: how many, how fast, and what to post where for each.</summary>
internal sealed record ChangeOrder(int Count, double PerSecond, string Path, string Body);

/// <summary>How consoles heard of changes, in milliseconds from when each was asked for.</summary>
/// <param name="Last">Until the last console heard of a change, the slowest change.</param>
/// <param name="Missed">Deliveries that did not come, or came once too often.</param>
/// <param name="Sample">One message as it came.</param>
internal sealed record Told(double P50, double P99, double Last, int Deliveries, int Missed, BoardChange Sample);
