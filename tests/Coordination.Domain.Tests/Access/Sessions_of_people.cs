using Coordination.Contracts.Access;
using Coordination.Domain.Access;

namespace Coordination.Domain.Tests.Access;

public sealed class Sessions_of_people
{
    private static readonly PersonFacts Ada = new("Ada", "ada@cert.example", Role.Officer);
    private readonly Played<Person, PersonCommand, PersonEvent> _ada = new(PersonKind.Instance, new("person", "ada"));

    public Sessions_of_people() => _ada.Do(new AddPerson(Ada));

    [Fact]
    public void A_session_begins_with_a_sign_in_and_is_ended_once()
    {
        _ada.Do(SignIn("s1"));
        _ada.Do(SignIn("s2"));

        _ada.Do(new EndSession(SessionId.Of("s1"), SessionEnd.Ended));

        Assert.Equal(["s2"], Open);
        Assert.Equal("session.unknown", _ada.Ask(new EndSession(SessionId.Of("s1"), SessionEnd.Ended)).Refusal?.Code);
    }

    [Fact]
    public void All_end_but_the_one_that_is_to_go_on()
    {
        _ada.Do(SignIn("s1"));
        _ada.Do(SignIn("s2"));
        _ada.Do(SignIn("s3"));

        _ada.Do(new EndSessions(SessionId.Of("s2")));
        Assert.Equal(["s2"], Open);

        _ada.Do(new EndSessions());
        Assert.Empty(Open);
    }

    [Fact]
    public void Of_too_many_the_one_that_began_first_ends_and_before_it_those_that_nobody_uses()
    {
        for (var number = 1; number <= PersonSessions.Most; number++)
        {
            _ada.Do(SignIn($"s{number}"));
        }

        var idle = _ada.Do(SignIn("s21", "s7"));
        Assert.Equal(new SessionEnded(SessionId.Of("s7"), SessionEnd.Idle), idle.Events[0]);
        Assert.Equal(2, idle.Events.Count);

        var tooMany = _ada.Do(SignIn("s22"));
        Assert.Equal(new SessionEnded(SessionId.Of("s1"), SessionEnd.TooMany), tooMany.Events[0]);
        Assert.Equal(PersonSessions.Most, Open.Count());
    }

    [Fact]
    public void Whose_address_changes_or_who_is_shut_out_has_no_session_left_and_another_role_ends_none()
    {
        _ada.Do(SignIn("s1"));
        _ada.Do(new ChangePerson(Ada with { Role = Role.Lead }));
        Assert.Equal(["s1"], Open);

        _ada.Do(new ChangePerson(Ada with { Mail = "a@cert.example" }));
        Assert.Empty(Open);

        _ada.Do(SignIn("s2"));
        _ada.Do(new ChangePerson(Ada with { Mail = "a@cert.example", Active = false }));
        Assert.Empty(Open);
        Assert.Equal("person.inactive", _ada.Ask(SignIn("s3")).Refusal?.Code);
    }

    private IEnumerable<string> Open => _ada.State.Sessions.Select(one => one.Id.Value);

    private static RecordSignIn SignIn(string session, params string[] idle)
        => new(true, false, new(SessionId.Of(session), SignInWay.Password, "Firefox on Linux", "192.0.2.7"), [.. idle.Select(SessionId.Of)]);
}
