using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Intake;
using Coordination.Faults;
using Microsoft.Data.Sqlite;

namespace Coordination.Benchmarks;

/// <summary>The real executable with a data folder of its own, and what its file says of the work.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-bench-").FullName;
    private ServerProcess? _process;

    public Uri Address { get; private set; } = null!;

    public string Token { get; private set; } = "";

    /// <summary>Starts it and lets a sensor in.</summary>
    public async Task StartAsync()
    {
        await LaunchAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Token.Length == 0)
        {
            try
            {
                var ada = await ServerProcess.SignInAsync(Address, _folder);
                Token = (await ada.AddTokenAsync(new TokenRequest { Name = "bench", Scope = TokenScope.Intake, Source = "sensor" })).Secret!;
                AdministratorToken = (await ada.AddTokenAsync(new TokenRequest { Name = "reader", Scope = TokenScope.Operate })).Secret!;
            }
            catch (Exception early) when (early is IOException or Contracts.Client.ProblemException && !patience.IsCancellationRequested)
            {
                // The demo's world is still being loaded.
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            }
        }
    }

    public string AdministratorToken { get; private set; } = "";

    /// <summary>The administrator as a person, who may publish what a token may not.</summary>
    public Task<Contracts.Client.CoordinationClient> AdministratorAsync() => ServerProcess.SignInAsync(Address, _folder);

    /// <summary>A lead as a person, who decides what goes to partners.</summary>
    public Task<Contracts.Client.CoordinationClient> LeadAsync() => ServerProcess.SignInAsync(Address, _folder, "cleo@cert.example");

    /// <summary>Starts the process and waits until it says where it is.</summary>
    public async Task LaunchAsync()
    {
        _process = ServerProcess.Start(_folder, failAt: null);
        Address = await _process.AddressAsync() ?? throw new InvalidOperationException($"The server did not start.{Environment.NewLine}{_process.Log}");
    }

    /// <summary>Processor time of the process until now.</summary>
    public double CpuSeconds() => Spent.By(_process!.Id);

    public async Task KillAsync() => await _process!.KillAsync();

    public HttpClient Client(string token, int connections)
        => new(new SocketsHttpHandler { MaxConnectionsPerServer = connections })
        {
            BaseAddress = Address,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };

    /// <summary>Delivers lines; all of them must be accepted.</summary>
    public static async Task DeliverAsync(HttpClient http, string lines)
    {
        using var body = new StringContent(lines, Encoding.UTF8, "application/x-ndjson");
        using var answer = await http.PostAsync(new Uri($"{Routes.Intake}/sensor", UriKind.Relative), body);
        var text = await answer.Content.ReadAsByteArrayAsync();
        if ((int)answer.StatusCode != 202)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"An alert was answered {(int)answer.StatusCode}: {Encoding.UTF8.GetString(text)}"));
        }
    }

    /// <summary>Waits until nothing is due, and says how long that took.</summary>
    public async Task<TimeSpan> RestAsync()
    {
        var watch = Stopwatch.StartNew();
        while (Ask("select count(*) from outbox where parked_code is null and due <= $now") > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        return watch.Elapsed;
    }

    /// <summary>Commits that wrote an event: in one group, one stream commits once.</summary>
    public double Commits() => Ask("select count(*) from (select distinct stream, writer, link from event)");

    /// <summary>The longest of all but one in a hundred, in milliseconds, from the first kind of event to the second.</summary>
    /// <param name="from">The name of an event.</param>
    /// <param name="to">The name of an event of the stream that follows from its stream.</param>
    /// <param name="stream">The stream of the second, by SQL, from <c>first.stream</c>.</param>
    public double Lateness(string from, string to, string stream) => Ask($"""
        with late as (
          select second.at - first.at as us from event first join event second on second.stream = {stream} and second.type = '{to}' where first.type = '{from}')
        select coalesce((select us from late order by us desc limit 1 offset (select count(*) / 100 from late)), 0)
        """) / 1_000;

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    public double Ask(string sql)
    {
        using var file = new SqliteConnection($"Data Source={Path.Combine(_folder, "demo", "coordination.db")};Mode=ReadOnly;Pooling=False");
        file.Open();
        using var command = file.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$now", (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10);
        return Convert.ToDouble(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
