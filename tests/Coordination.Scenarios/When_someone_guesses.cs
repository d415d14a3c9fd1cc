using System.Net;
using System.Net.Http.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Live;

namespace Coordination.Scenarios;

/// <summary>Passwords and tokens are tried from one address: it is slowed down before anything is looked up, and people see it.</summary>
public sealed class When_someone_guesses : IAsyncLifetime
{
    private static readonly Uri SignIn = new(Routes.SignIn, UriKind.Relative);
    private static readonly Uri Board = new(Routes.Board, UriKind.Relative);

    private readonly RunningSystem _system = new();

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task Passwords_on_many_accounts_are_slowed_down_and_whoever_is_in_already_is_not()
    {
        using var stranger = _system.Http();
        var answers = new List<HttpStatusCode>();
        for (var attempt = 0; attempt < 30; attempt++)
        {
            using var answer = await stranger.PostAsJsonAsync(SignIn, new SignInRequest($"someone{attempt}@cert.example", "summer-holiday-2026"));
            answers.Add(answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
                Assert.Equal("access.too-many-refused", (await answer.Content.ReadFromJsonAsync<Problem>(Wire.Json))!.Code);
            }
        }

        Assert.All(answers.Take(20), status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        Assert.All(answers.Skip(20), status => Assert.Equal(HttpStatusCode.TooManyRequests, status));
        // The session that Ada has shows nothing that could be wrong.
        Assert.NotNull(await _system.Ada.MeAsync());
    }

    [Fact]
    public async Task Wrong_tokens_are_slowed_down_a_right_one_from_there_is_not_and_the_board_shows_that_someone_tries()
    {
        using var stranger = _system.Http("coord_0123456789abcdef0123456789abcdef_guessed");
        var answers = new List<HttpStatusCode>();
        for (var attempt = 0; attempt < Many; attempt++)
        {
            using var answer = await stranger.GetAsync(Board);
            answers.Add(answer.StatusCode);
        }

        Assert.All(answers.Take(19), status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        Assert.All(answers.Skip(19), status => Assert.Equal(HttpStatusCode.TooManyRequests, status));
        using var sensor = _system.Http(_system.OfficerToken);
        Assert.Equal(HttpStatusCode.OK, (await sensor.GetAsync(Board)).StatusCode);
        var alarm = Assert.Single((await _system.Ada.BoardAsync()).Health.Alarms, alarm => alarm.Code == HealthCodes.Guessing);
        Assert.False(alarm.Urgent);
        using var ready = _system.Http();
        Assert.Equal(HttpStatusCode.OK, (await ready.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
    }

    /// <summary>More than are told to people.</summary>
    private const int Many = 61;
}
