using Coordination.Contracts.Access;
using Coordination.Contracts.OnCall;
using Coordination.Domain.Access;
using Coordination.Domain.OnCall;
using CsCheck;
using NodaTime;

namespace Coordination.Domain.Tests.OnCall;

public sealed class Who_is_on_call
{
    private static readonly DateTimeZone Brussels = DateTimeZoneProviders.Tzdb["Europe/Brussels"];

    private static RosterRequest Roster(DateTime start, int days, int members = 3, params RosterOverride[] overrides) => new()
    {
        Name = "Duty",
        Zone = "Europe/Brussels",
        Rotation = new([.. Enumerable.Range(0, members).Select(number => PersonId.Of($"p{number}"))], start, days),
        Overrides = overrides,
    };

    [Theory]
    [InlineData("2026-03-29T08:59:59+02:00", "p0")]
    [InlineData("2026-03-29T09:00:00+02:00", "p1")]
    [InlineData("2026-10-25T08:59:59+01:00", "p0")]
    [InlineData("2026-10-25T09:00:00+01:00", "p1")]
    public void A_hand_over_at_nine_stays_at_nine_when_the_clocks_change(string at, string who)
        => Assert.Equal(who, WhoIsOnCall.At(Roster(new(2026, 3, 28, 9, 0, 0), 1), DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture))?.Person.Value);

    [Fact]
    public void In_the_hour_that_comes_twice_nobody_gets_the_duty_back()
    {
        var roster = Roster(new(2026, 10, 24, 2, 30, 0), 1);
        Assert.Equal("p0", WhoIsOnCall.At(roster, At("2026-10-25T02:29:59+02:00"))?.Person.Value);
        Assert.Equal("p1", WhoIsOnCall.At(roster, At("2026-10-25T02:30:00+02:00"))?.Person.Value);
        Assert.Equal("p1", WhoIsOnCall.At(roster, At("2026-10-25T02:10:00+01:00"))?.Person.Value);
    }

    [Fact]
    public void In_the_hour_that_is_left_out_the_answer_and_its_end_agree()
    {
        var roster = Roster(new(2026, 3, 28, 2, 30, 0), 1);
        var last = WhoIsOnCall.At(roster, At("2026-03-29T01:59:59+01:00"))!;
        Assert.Equal("p0", last.Person.Value);
        Assert.Equal("p0", WhoIsOnCall.At(roster, last.Until.AddTicks(-1))?.Person.Value);
        Assert.Equal("p1", WhoIsOnCall.At(roster, last.Until)?.Person.Value);
    }

    [Fact]
    public void Before_the_rotation_begins_nobody_is_on_call()
        => Assert.Null(WhoIsOnCall.At(Roster(new(2026, 3, 1, 9, 0, 0), 7), At("2026-03-01T08:59:59+01:00")));

    /// <summary>The same by walking from hand-over to hand-over, a day at a time.</summary>
    [Fact]
    public void It_agrees_with_walking_day_by_day_from_the_start()
        => Gen.Select(Gen.Int[0, 400], Gen.Int[0, 95], Gen.Int[1, 9], Gen.Int[1, 5], Gen.Int[-1_000, 40_000].Array[1, 20]).Sample((day, quarter, days, members, quarters) =>
        {
            var start = new DateTime(2026, 1, 1).AddDays(day).AddMinutes(15 * quarter);
            var roster = Roster(start, days, members);
            var handOvers = HandOvers(start, days).Take(1_200 / days).ToArray();
            foreach (var later in quarters)
            {
                var now = handOvers[0].AddMinutes(15 * later);
                var index = Array.FindLastIndex(handOvers, handOver => handOver <= now);
                if (index >= handOvers.Length - 1)
                {
                    continue;
                }

                var found = WhoIsOnCall.At(roster, now);
                Assert.Equal(index < 0 ? null : $"p{index % members}", found?.Person.Value);
                Assert.True(index < 0 || found!.Until == handOvers[index + 1]);
            }
        }, iter: 500);

    [Fact]
    public void The_override_that_is_listed_last_holds_and_until_says_when_that_ends()
        => Gen.Select(Gen.Select(Gen.Int[0, 200], Gen.Int[1, 60]).Array[0, 6], Gen.Int[0, 260]).Sample((spans, hour) =>
        {
            var start = new DateTimeOffset(2026, 3, 27, 8, 0, 0, TimeSpan.Zero);
            var overrides = spans.Select((span, index) => new RosterOverride(PersonId.Of($"o{index}"), start.AddHours(span.Item1), start.AddHours(span.Item1 + span.Item2))).ToArray();
            var roster = Roster(new(2026, 3, 27, 9, 0, 0), 1, 3, overrides);

            PersonId? Naive(DateTimeOffset at) => overrides.LastOrDefault(one => one.From <= at && at < one.Until)?.Person ?? WhoIsOnCall.At(Roster(new(2026, 3, 27, 9, 0, 0), 1), at)?.Person;

            var now = start.AddHours(hour).AddMinutes(1);
            var found = WhoIsOnCall.At(roster, now)!;
            Assert.Equal(Naive(now), found.Person);
            for (var at = now; at < found.Until; at = at.AddMinutes(30))
            {
                Assert.Equal(found.Person, Naive(at));
            }
        }, iter: 500);

    public static TheoryData<RosterRequest, string> Bad => new()
    {
        { OnCallSamples.Roster with { Name = "" }, "roster.name-missing" },
        { OnCallSamples.Roster with { Zone = "Europe/Atlantis" }, "roster.zone-unknown" },
        { OnCallSamples.Roster with { Rotation = OnCallSamples.Roster.Rotation with { Members = [] } }, "roster.members-invalid" },
        { OnCallSamples.Roster with { Rotation = OnCallSamples.Roster.Rotation with { ShiftDays = 0 } }, "roster.shift-invalid" },
        { OnCallSamples.Roster with { Rotation = OnCallSamples.Roster.Rotation with { Start = DateTime.MaxValue } }, "roster.start-invalid" },
        { OnCallSamples.Roster with { Overrides = [new(Samples.Ada, Samples.Noon, Samples.Noon)] }, "roster.override-invalid" },
        { OnCallSamples.Roster with { Overrides = [null!] }, "roster.override-invalid" },
        { OnCallSamples.Roster with { Rotation = OnCallSamples.Roster.Rotation with { Members = [PersonId.Of("nobody")] } }, "person.unknown" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_roster_that_cannot_work_is_refused(RosterRequest roster, string code)
    {
        var played = new Played<Roster, RosterCommand, RosterEvent>(RosterKind.Instance, new("roster", "duty"), question
            => question is PersonById { Id.Value: not "nobody" } ? new PersonFacts("x", "x@cert.example", Role.Officer) : null);
        Assert.Equal(code, played.Ask(new SetRoster(roster)).Refusal?.Code);
        Assert.Null(played.Do(new SetRoster(OnCallSamples.Roster)).Refusal);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<DateTimeOffset> HandOvers(DateTime start, int days)
    {
        for (var day = 0; ; day += days)
        {
            var local = LocalDateTime.FromDateTime(start).PlusDays(day);
            // Each local time by the rules, written out: a gap moves it on by its length, of two the first.
            var mapped = Brussels.MapLocal(local);
            yield return mapped.Count switch
            {
                0 => new ZonedDateTime(Instant.FromUtc(local.Year, local.Month, local.Day, local.Hour, local.Minute) - Duration.FromSeconds(mapped.EarlyInterval.WallOffset.Seconds), Brussels).ToDateTimeOffset(),
                _ => mapped.First().ToDateTimeOffset(),
            };
        }
    }
}
