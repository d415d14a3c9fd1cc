using Coordination.Contracts.Incidents;
using Coordination.Domain;
using Coordination.Domain.Incidents;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using static Coordination.Grains.Tests.TwoSilos;

namespace Coordination.Grains.Tests.Journal;

public sealed class Patience_of_the_edge : IAsyncLifetime
{
    private static readonly StreamId Stream = new("incident", "one");
    private static readonly Operation Open = new()
    {
        Id = "key",
        Actor = Actor.Person(Ada).Value,
        Command = DomainJson.Write<IncidentCommand>(new OpenIncident { Number = "2026-000900", Title = "By hand", Severity = Severity.Low, Classification = "other" }),
    };

    private readonly TwoSilos _silos = new();
    private readonly WatchedClock _clock = new(Noon);

    private Patience Patience => new(_silos.Grains, _clock, NullLogger<Patience>.Instance);

    public Task InitializeAsync() => _silos.InitializeAsync();

    public Task DisposeAsync() => _silos.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_gives_no_answer_is_asked_again_and_done_once(bool written)
    {
        var left = 3;
        _silos.Journal.FailBefore = _ => !written && left-- > 0;
        _silos.Journal.LoseAnswer = _ => written && left-- > 0;

        var asked = Patience.AskAsync(Stream, Open, default);
        await MoveUntilAsync(() => asked.IsCompleted);

        Assert.Equal((Outcome.Done, 1L), ((await asked).Outcome, (await asked).Version));
        Assert.Equal(1, (await _silos.Journal.OpenAsync(Stream, 0, default)).Head);
    }

    [Fact]
    public async Task Whoever_asks_is_told_at_last_that_it_is_not_known()
    {
        var attempts = 0;
        _silos.Journal.FailBefore = _ => ++attempts > 0;

        var begun = _clock.GetUtcNow();
        var asked = Patience.AskAsync(Stream, Open, default);
        await MoveUntilAsync(() => asked.IsCompleted);

        await Assert.ThrowsAsync<NoAnswerException>(() => asked);
        Assert.InRange(_clock.GetUtcNow() - begun, Patience.Limit - TimeSpan.FromSeconds(3), Patience.Limit);
        Assert.InRange(attempts, 6, 12);
    }

    [Fact]
    public async Task Whoever_has_hung_up_is_not_asked_for_any_more()
    {
        using var request = new CancellationTokenSource();
        using var goOn = new ManualResetEventSlim();
        _silos.Journal.FailBefore = _ =>
        {
            goOn.Wait(TimeSpan.FromSeconds(30));
            return true;
        };

        var asked = Patience.AskAsync(Stream, Open, request.Token);
        await request.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        goOn.Set();
    }

    [Fact]
    public async Task A_refusal_is_an_answer()
    {
        var asked = await Patience.AskAsync(Stream, Open with { Command = DomainJson.Write<IncidentCommand>(new AddNote("of nothing", null)) }, default);

        Assert.Equal("incident.unknown", asked.Code);
    }

    [Fact]
    public async Task A_delivery_of_alerts_survives_a_lost_answer_and_counts_once()
    {
        var lost = 0;
        _silos.Journal.LoseAnswer = commit => commit.Stream.Kind == "intake" && Interlocked.Increment(ref lost) == 1;

        var answer = await _silos.Intake.AcceptAsync(Sensor, [new IntakeLine(1, "{}"u8.ToArray(), Line("192.0.2.9"), null)], "delivery", default);
        await _silos.QuietAsync();

        Assert.Equal(1, answer.Accepted + answer.Repeated);
        Assert.Equal(1, Assert.Single(await _silos.IncidentsAsync()).Value.Sightings);
    }

    /// <summary>Moves the clock while a pause is waited for; an attempt that is under way takes no time.</summary>
    private async Task MoveUntilAsync(Func<bool> holds) => await UntilAsync(() =>
    {
        if (_clock.Waiting > 0)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(50));
        }

        return Task.FromResult(holds());
    });
}
