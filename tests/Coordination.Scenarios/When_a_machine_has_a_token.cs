using System.Net;
using System.Net.Http.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Institutions;

namespace Coordination.Scenarios;

/// <summary>Machines of an institution and of the office: what their tokens open, until when, and how their secrets are changed.</summary>
public sealed class When_a_machine_has_a_token : IAsyncLifetime
{
    private static readonly Uri Board = new(Routes.Board, UriKind.Relative);
    private static readonly Uri Incidents = new(Routes.Incidents, UriKind.Relative);

    private readonly RunningSystem _system = new();

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task One_of_an_institution_reads_what_a_responder_of_it_reads_and_works_on_nothing()
    {
        var own = await _system.AlertAsync("Beacon in the lighthouse", "192.0.2.5");
        var other = await _system.AlertAsync("Beacon in the north", "198.51.100.5");
        var token = await MakeAsync(new() { Name = "alma", Scope = TokenScope.Institution, Institution = InstitutionId.Of("alma") });
        using var http = _system.Http(token.Secret);
        var client = new CoordinationClient(http, TimeProvider.System);

        var seen = (await client.IncidentsAsync("")).Items;

        Assert.Contains(seen, one => one.Id == own.Summary.Id);
        Assert.DoesNotContain(seen, one => one.Id == other.Summary.Id);
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(http, $"{Routes.Incidents}/{other.Summary.Id}"));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(http, Routes.Board));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(http, Routes.Tokens));
        using var acknowledged = await http.PostAsync(new Uri($"{Routes.Incidents}/{own.Summary.Id}/acknowledge", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Forbidden, acknowledged.StatusCode);
    }

    [Fact]
    public async Task One_of_another_scope_is_refused_at_what_it_was_not_given()
    {
        var reader = await MakeAsync(new() { Name = "statistics", Scope = TokenScope.Operate, Rights = [Right.ReadCases, Right.ReadIncidents] });
        Assert.Equal([Right.ReadIncidents, Right.ReadCases], reader.Rights);
        using var http = _system.Http(reader.Secret);

        Assert.Equal(HttpStatusCode.OK, await GetAsync(http, Routes.Board));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(http, Routes.People));
        using var opened = await http.PostAsJsonAsync(Incidents, new { title = "A case", severity = "low" }, Wire.Json);
        Assert.Equal(HttpStatusCode.Forbidden, opened.StatusCode);
        Assert.Equal([Right.ReadIncidents, Right.ReadCases], (await new CoordinationClient(http, TimeProvider.System).MeAsync())!.Rights);

        var builder = await MakeAsync(new() { Name = "registers", Scope = TokenScope.Administer, Rights = [Right.ReadRegisters, Right.ManageRegisters] });
        using var narrowed = _system.Http(builder.Secret);
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(narrowed, Routes.Tokens));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(narrowed, Routes.Sources));
    }

    [Fact]
    public async Task Rotated_it_stays_the_same_token_and_the_former_secret_ends_by_itself()
    {
        var made = await MakeAsync(new() { Name = "probe", Scope = TokenScope.Operate });
        using var former = _system.Http(made.Secret);
        var rotated = await _system.Ada.RotateTokenAsync(made.Id, new TokenRotation { OverlapHours = 2 });
        using var now = _system.Http(rotated.Secret);

        Assert.Equal(made.Id, rotated.Id);
        Assert.Equal(_system.Clock.GetUtcNow().AddHours(2), rotated.FormerUntil);
        Assert.Equal(rotated.FormerUntil, (await ReadAsync(made.Id)).FormerUntil);
        Assert.Null((await ReadAsync(made.Id)).Secret);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(now, Routes.Board));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(former, Routes.Board));

        _system.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(former, Routes.Board));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(now, Routes.Board));
        Assert.Null((await ReadAsync(made.Id)).FormerUntil);
    }

    [Fact]
    public async Task Rotated_without_an_overlap_every_former_secret_ends_at_once()
    {
        var made = await MakeAsync(new() { Name = "stolen", Scope = TokenScope.Operate });
        var second = await _system.Ada.RotateTokenAsync(made.Id, new TokenRotation());
        var third = await _system.Ada.RotateTokenAsync(made.Id, new TokenRotation { OverlapHours = 0 });

        foreach (var (secret, status) in new[] { (made.Secret, HttpStatusCode.Unauthorized), (second.Secret, HttpStatusCode.Unauthorized), (third.Secret, HttpStatusCode.OK) })
        {
            using var http = _system.Http(secret);
            await RunningSystem.UntilAsync(async () => await GetAsync(http, Routes.Board) == status);
        }
    }

    [Fact]
    public async Task It_expires_after_ninety_days_and_is_pointed_out_two_weeks_before()
    {
        var made = await MakeAsync(new() { Name = "forgotten", Scope = TokenScope.Operate });
        using var http = _system.Http(made.Secret);
        _system.Clock.Advance(TimeSpan.FromDays(75));
        await SignInAgainAsync();
        Assert.False((await ReadAsync(made.Id)).ExpiresSoon);
        _system.Clock.Advance(TimeSpan.FromDays(2));
        await SignInAgainAsync();
        Assert.True((await ReadAsync(made.Id)).ExpiresSoon);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(http, Routes.Board));

        _system.Clock.Advance(TimeSpan.FromDays(13));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(http, Routes.Board));
    }

    [Fact]
    public async Task Its_last_use_is_shown_and_is_still_there_after_a_restart()
    {
        var made = await MakeAsync(new() { Name = "used", Scope = TokenScope.Operate });
        Assert.Null((await ReadAsync(made.Id)).LastUse);
        using (var http = _system.Http(made.Secret))
        {
            await GetAsync(http, Routes.Board);
            await RunningSystem.UntilAsync(async () => (await ReadAsync(made.Id)).LastUse is not null);
            var first = await ReadAsync(made.Id);
            for (var more = 0; more < 20; more++)
            {
                await GetAsync(http, Routes.Board);
            }

            Assert.Equal(first.LastUse, (await ReadAsync(made.Id)).LastUse);
        }

        await _system.StopAsync();
        await _system.StartAsync();

        Assert.Equal(new TokenUseView(_system.Clock.GetUtcNow(), "127.0.0.1"), (await ReadAsync(made.Id)).LastUse);
    }

    private Task<TokenView> MakeAsync(TokenRequest request) => _system.Ada.AddTokenAsync(request);

    private async Task<TokenView> ReadAsync(TokenId id) => (await _system.Ada.TokensAsync()).Single(token => token.Id == id);

    /// <summary>Her session ended long ago.</summary>
    private Task<Me> SignInAgainAsync() => _system.Ada.SignInAsync(new SignInRequest("ada@cert.example", _system.Password));

    private static async Task<HttpStatusCode> GetAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }
}
