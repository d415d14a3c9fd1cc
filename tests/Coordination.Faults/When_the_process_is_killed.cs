using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Storage.Verify;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>
/// The real executable under load, killed again and again on one data folder: between any two steps of a commit, or at any moment at all. The
/// seed decides where; it is printed, and <c>COORDINATION_SEED</c> sets the first.
/// </summary>
public sealed class When_the_process_is_killed(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Places = ["journal.before-commit", "journal.committing", "journal.after-commit", "journal.answered"];

    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-faults-").FullName;
    private readonly Sensor _sensor = new();
    private string _token = "";

    [Fact]
    public async Task Every_accepted_alert_is_in_one_place_every_step_is_recorded_once_and_the_chain_is_whole()
    {
        var first = int.TryParse(Environment.GetEnvironmentVariable("COORDINATION_SEED"), out var given) ? given : 1;
        var kills = Environment.GetEnvironmentVariable("COORDINATION_SOAK") is null ? 12 : 200;
        await FillAsync();
        for (var seed = first; seed < first + kills; seed++)
        {
            var how = await KillAsync(seed);
            await VerifyAsync(seed);
            output.WriteLine($"seed {seed}: killed {how}; {await RecoverAsync(seed)}");
        }

        output.WriteLine($"Kills: {kills}, seeds {first} to {first + kills - 1}.");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The first start, undisturbed: the constituency is loaded and the sensor gets its token.</summary>
    private async Task FillAsync()
    {
        await using var server = ServerProcess.Start(_folder, failAt: null);
        var address = await server.AddressAsync();
        Assert.True(address is not null, server.Log);
        var client = await ServerProcess.SignInAsync(address, _folder);
        _token = (await client.AddTokenAsync(new TokenRequest { Name = "Fault test", Scope = TokenScope.Intake, Source = "sensor" })).Secret!;
    }

    private async Task<string> KillAsync(int seed)
    {
        var random = new Random(seed);
        var at = random.Next(3) == 0 ? null : $"{Places[random.Next(Places.Length)]}:{random.Next(1, 60)}";
        await using var server = ServerProcess.Start(_folder, at);
        if (await server.AddressAsync() is not { } address)
        {
            return $"at {at}, while starting";
        }

        using var stop = new CancellationTokenSource();
        var load = _sensor.DeliverAsync(address, _token, seed, each: 40);
        var officer = AcknowledgeAsync(address, random.Next(4), stop.Token);
        if (at is null)
        {
            // Not a wait for luck: the moment itself is what the seed chooses.
            var after = random.Next(20, 1_500);
            await Task.WhenAny(load, Task.Delay(TimeSpan.FromMilliseconds(after), TimeProvider.System));
            await server.KillAsync();
            at = $"after {after} ms";
        }
        else
        {
            await load;
            if (_sensor.Unanswered > 0)
            {
                await server.ExitedAsync(TimeSpan.FromSeconds(60));
            }

            // The load may be over before the place was reached often enough; then it ends here all the same.
            at = server.HasExited ? $"at {at}" : $"after the load, before {at}";
            await server.KillAsync();
        }

        await load;
        await stop.CancelAsync();
        await officer;
        return at;
    }

    private async Task<string> RecoverAsync(int seed)
    {
        await using var server = ServerProcess.Start(_folder, failAt: null);
        var address = await server.AddressAsync();
        Assert.True(address is not null, $"Seed {seed}: does not start again.{Environment.NewLine}{server.Log}");
        await _sensor.DeliverAgainAsync(address, _token);
        await Reckoning.RestAsync(_folder, server);
        return await Reckoning.CheckAsync(_folder, await ServerProcess.SignInAsync(address, _folder), _sensor.Accepted);
    }

    /// <summary>An officer acknowledges some of the newest incidents while alerts arrive.</summary>
    private async Task AcknowledgeAsync(Uri address, int some, CancellationToken cancellationToken)
    {
        try
        {
            var client = await ServerProcess.SignInAsync(address, _folder);
            var page = await client.IncidentsAsync("status:new severity:>=high", limit: 10, cancellationToken: cancellationToken);
            foreach (var incident in page.Items.Take(some))
            {
                await client.AcknowledgeAsync(incident.Id, cancellationToken: cancellationToken);
            }
        }
        catch (Exception died) when (died is HttpRequestException or OperationCanceledException or ProblemException)
        {
            // The server was killed meanwhile: whether it was done shows in the timeline.
        }
    }

    private async Task VerifyAsync(int seed)
    {
        var data = Path.Combine(_folder, "demo");
        var report = await JournalVerifier.VerifyAsync(Path.Combine(data, "coordination.db"), Path.Combine(data, "keys"), Path.Combine(data, "checkpoints"), null, CancellationToken.None);
        Assert.True(report.Fault is null, $"Seed {seed}: {report.Fault}");
    }
}
