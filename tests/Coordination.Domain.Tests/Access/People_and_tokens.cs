using Coordination.Contracts.Access;
using Coordination.Contracts.Intake;
using Coordination.Domain.Access;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Tests.Access;

public sealed class People_and_tokens
{
    private static readonly PersonFacts Ada = new("Ada", "Ada@cert.example", Role.Officer);

    [Fact]
    public void A_person_is_added_once_and_their_mail_is_theirs_alone()
    {
        var person = Person();
        Assert.Equal("person.unknown", person.Ask(new ChangePerson(Ada)).Refusal?.Code);
        Assert.Equal("person.unknown", person.Ask(new RecordSignIn(true, false)).Refusal?.Code);
        person.Do(new AddPerson(Ada));
        Assert.Equal([new Claim("person-mail", "ada@cert.example")], person.Effects.Claims);
        Assert.Equal("person.exists", person.Ask(new AddPerson(Ada)).Refusal?.Code);
        Assert.Empty(person.Do(new ChangePerson(Ada)).Events);
        Assert.Single(person.Do(new ChangePerson(Ada with { Mail = "a@cert.example" })).Events);
        Assert.Equal([new Claim("person-mail", "ada@cert.example")], person.Effects.Releases);
        Assert.IsType<PersonSignedIn>(Assert.Single(person.Do(new RecordSignIn(true, false)).Events));
        Assert.IsType<SignInFailed>(Assert.Single(person.Do(new RecordSignIn(false, true)).Events));
    }

    [Theory]
    [InlineData("", "a@cert.example", "person.name-missing")]
    [InlineData("Ada", "not an address", "person.mail-invalid")]
    [InlineData("Ada", "a@cert.example\nBcc: x@example.org", "person.mail-invalid")]
    public void A_bad_person_is_refused(string name, string mail, string code)
        => Assert.Equal(code, Person().Ask(new AddPerson(new(name, mail, Role.Officer))).Refusal?.Code);

    [Fact]
    public void A_token_is_made_once_and_revoked_once()
    {
        var token = Token();
        Assert.Equal("token.unknown", token.Ask(new RevokeToken()).Refusal?.Code);
        token.Do(Sensor);
        Assert.Equal("token.exists", token.Ask(Sensor).Refusal?.Code);
        Assert.Single(token.Do(new RevokeToken()).Events);
        Assert.True(token.State.Facts!.Revoked);
        Assert.Empty(token.Do(new RevokeToken()).Events);
    }

    public static TheoryData<CreateToken, string> Bad => new()
    {
        { Sensor with { Name = "" }, "token.name-missing" },
        { Sensor with { Source = null }, "token.source-missing" },
        { Sensor with { Source = SourceId.Of("nobody") }, "source.unknown" },
        { Sensor with { ExpiresAt = Samples.Noon }, "token.expired" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_token_is_refused(CreateToken command, string code) => Assert.Equal(code, Token().Ask(command).Refusal?.Code);

    [Fact]
    public void A_token_that_operates_is_bound_to_no_source()
    {
        var token = Token();
        token.Do(Sensor with { Scope = TokenScope.Operate });
        Assert.Null(token.State.Facts!.Source);
    }

    private static CreateToken Sensor { get; } = new("Sensor", TokenScope.Intake, Samples.Sinkhole, null, TokenKind.HashOf("secret"));

    private static Played<Person, PersonCommand, PersonEvent> Person() => new(PersonKind.Instance, new("person", "ada"));

    private static Played<Token, TokenCommand, TokenEvent> Token()
        => new(TokenKind.Instance, new("token", "t1"), question => question is SourceById { Id: var id } && id == Samples.Sinkhole ? new SourceRequest { Name = "Sinkhole" } : null);
}
