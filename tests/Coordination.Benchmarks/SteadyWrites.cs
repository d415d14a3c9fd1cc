using System.Globalization;
using Coordination.Contracts;

namespace Coordination.Benchmarks;

/// <summary>Ten notes a second to open incidents, in turn, over HTTP, while something else is measured. Each of them moves its incident to the top of the list.</summary>
internal sealed class SteadyWrites : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _end = new();
    private Task _writing = Task.CompletedTask;

    public static async Task<SteadyWrites> StartAsync(Hosts hosts)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create($"{hosts.Database};Pooling=False");
        await using var command = source.CreateCommand("select id from incident_row where closed = 0 and stream in (select stream from stream) limit 200");
        await using var reader = await command.ExecuteReaderAsync();
        var incidents = new List<string>();
        while (await reader.ReadAsync())
        {
            incidents.Add(reader.GetString(0));
        }

        var writes = new SteadyWrites();
        writes._writing = writes.WriteAsync(hosts, incidents);
        return writes;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _writing;
        _end.Dispose();
    }

    private async Task WriteAsync(Hosts hosts, List<string> incidents)
    {
        var address = hosts.Nodes[0].Address!;
        using var connection = await HttpConnection.OpenAsync(address);
        using var timer = new PeriodicTimer(Pace, TimeProvider.System);
        for (var number = 0; !_end.IsCancellationRequested; number++)
        {
            var note = string.Create(CultureInfo.InvariantCulture, $$"""{"text":"Seen again, note {{number}}"}""");
            var status = await connection.AskAsync(HttpConnection.Post(address, $"{Routes.Incidents}/{incidents[number % incidents.Count]}/notes", hosts.OperateToken, "application/json", note));
            if (status is < 200 or > 299)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"A note was answered {status}: {connection.Body}"));
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
